import { followStream } from "../../kit/islands/stream.ts";

/** Follows the stock of SKUs: the level of each now, and each change. */
export function followStock(skus: readonly string[], onLevel: (sku: string, available: number) => void): () => void {
  const url = `/live/stock?${new URLSearchParams(skus.map((sku) => ["sku", sku]))}`;
  return followStream(
    () => url,
    ({ data }) => {
      const level = JSON.parse(data).data?.stockLevels as { sku: string; available: number } | undefined;
      if (level !== undefined) onLevel(level.sku, level.available);
    },
  );
}

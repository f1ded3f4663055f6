import { type DescMethod, fromBinary, fromJsonString } from "@bufbuild/protobuf";
import { type BatchListProductsRequest, CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { fromBase64Url } from "../../kit/encoding.ts";

/** What a partner's call sends: the query string of a GET, or a body. */
export interface PartnerRequest {
  readonly headers: Headers;
  readonly searchParams: URLSearchParams;
  readonly body: Uint8Array | undefined;
}

const batchList: DescMethod = CatalogService.method.batchListProducts;
const defaultPageSize = 20;
/** 50 lists of 100 products, the most that the catalog accepts. */
const maxProducts = 5_000;
/** A flag byte and four bytes with the length precede a message of gRPC-Web. */
const framePrefixBytes = 5;

/**
 * Returns the points of a request, if they exceed those of its method. A batch of lists costs a point for each product
 * that it may return, and the maximum if it is compressed or cannot be read.
 */
export function costOfPartnerRequest(path: string, request: PartnerRequest, costOfMethod: number): number {
  if (path !== `/${batchList.parent.typeName}/${batchList.name}`) return costOfMethod;
  return Math.max(costOfMethod, countProducts(request));
}

function countProducts(request: PartnerRequest): number {
  try {
    const { requests } = decode(request);
    const sizes = requests.map(({ pageSize }) => (pageSize > 0 ? pageSize : defaultPageSize));
    return Math.min(
      sizes.reduce((sum, size) => sum + size, 0),
      maxProducts,
    );
  } catch {
    return maxProducts;
  }
}

/** Throws for a message that is compressed or invalid. */
function decode({ headers, searchParams, body }: PartnerRequest): BatchListProductsRequest {
  const schema = CatalogService.method.batchListProducts.input;
  if (body === undefined) {
    const message = searchParams.get("message") ?? "";
    if (searchParams.has("compression")) throw new Error("compressed");
    const bytes = searchParams.get("base64") === "1" ? fromBase64Url(message) : new TextEncoder().encode(message);
    return searchParams.get("encoding") === "json"
      ? fromJsonString(schema, new TextDecoder().decode(bytes))
      : fromBinary(schema, bytes);
  }
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/grpc-web")) {
    if (body[0] !== 0) throw new Error("compressed");
    return fromBinary(schema, body.subarray(framePrefixBytes));
  }
  if (headers.has("content-encoding")) throw new Error("compressed");
  return type.startsWith("application/json")
    ? fromJsonString(schema, new TextDecoder().decode(body))
    : fromBinary(schema, body);
}

import { Connection, type Target } from "./connection.ts";

export interface Pool {
  take(): Promise<Connection>;
  give(connection: Connection): void;
  close(): void;
}

/** At most `size` connections, made when needed. Whoever waits is served in turn; a dead connection makes room. */
export function createPool(target: Target, size: number): Pool {
  const idle: Connection[] = [];
  const waiting: { resolve: (connection: Connection) => void; reject: (error: unknown) => void }[] = [];
  const open = new Set<Connection>();
  let count = 0;

  const make = async (): Promise<Connection> => {
    count++;
    try {
      const connection = await Connection.open(target);
      open.add(connection);
      return connection;
    } catch (error) {
      count--;
      throw error;
    }
  };

  const discard = (connection: Connection): void => {
    count--;
    open.delete(connection);
    connection.close();
    const next = waiting.shift();
    if (next !== undefined) make().then(next.resolve, next.reject);
  };

  return {
    take: async () => {
      for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
        if (!connection.dead) return connection;
        count--;
        open.delete(connection);
      }
      if (count < size) return make();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    give: (connection) => {
      if (connection.dead) return discard(connection);
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else next.resolve(connection);
    },
    close: () => {
      for (const connection of open) connection.close();
    },
  };
}

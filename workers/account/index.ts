import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { serveConnect } from "../kit/connect-server.ts";
import { pingDatabase } from "../kit/postgres.ts";
import { readiness } from "../kit/readiness.ts";
import { bindService } from "../kit/service.ts";
import { readConfig } from "./config.ts";
import { openContext } from "./context.ts";
import { authenticateUser } from "./rpc/authenticate-user.ts";
import { batchGetUsers } from "./rpc/batch-get-users.ts";
import { createUser } from "./rpc/create-user.ts";
import { getSigningKeys } from "./rpc/get-signing-keys.ts";
import { getUser } from "./rpc/get-user.ts";
import { refreshSession } from "./rpc/refresh-session.ts";
import { revokeSession } from "./rpc/revoke-session.ts";
import { openSessions } from "./sessions.ts";

const serve = serveConnect<Env, ReturnType<typeof openContext>>({
  name: "account",
  services: [
    bindService(AccountService, {
      createUser,
      authenticateUser,
      refreshSession,
      revokeSession,
      getUser,
      batchGetUsers,
      getSigningKeys,
    }),
  ],
  identityKey: (env) => readConfig(env).identityKey,
  context: openContext,
});

export default {
  fetch(request, env, execution) {
    if (request.url.endsWith("/ready")) {
      const { database, redis, identityKey } = readConfig(env);
      return readiness({
        postgres: (signal) => pingDatabase(database, signal),
        redis: () => openSessions(redis, identityKey).ping(),
      });
    }
    return serve(request, env, execution);
  },
} satisfies ExportedHandler<Env>;

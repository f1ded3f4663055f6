import { tracing } from "cloudflare:workers";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { FailedTaskService } from "../../proto/gen/account/v1/failed_tasks_pb.js";
import { StockNotificationService } from "../../proto/gen/account/v1/stock_notifications_pb.js";
import { WishlistService } from "../../proto/gen/account/v1/wishlist_pb.js";
import { createBackgroundCall } from "../kit/connect/background-call.ts";
import { serveConnect } from "../kit/connect/server.ts";
import { bindService } from "../kit/connect/service.ts";
import { runCronTasks } from "../kit/observability/cron.ts";
import { setPlatformTracing } from "../kit/observability/platform-tracing.ts";
import { createBatchSpan, runBatch } from "../kit/observability/queue-batch.ts";
import { withReadiness } from "../kit/observability/readiness.ts";
import { setServiceName } from "../kit/observability/resource.ts";
import type { Trace } from "../kit/observability/trace.ts";
import { pingDatabase } from "../kit/storage/postgres.ts";
import { readConfig } from "./config.ts";
import { type AccountContext, createContext } from "./context.ts";
import { deleteStaleGuests } from "./jobs/delete-stale-guests.ts";
import { fillEmailKeys } from "./jobs/fill-email-keys.ts";
import { archiveCountedEvents, maintainSecurityEvents } from "./jobs/maintain-security-events.ts";
import { measureBacklog } from "./jobs/measure-backlog.ts";
import { relayOutbox } from "./outbox.ts";
import { handleOrderEmails } from "./queue/order-emails.ts";
import { authenticateUser } from "./rpc/authenticate-user.ts";
import { batchGetLastSignIns } from "./rpc/batch-get-last-sign-ins.ts";
import { batchGetUsers } from "./rpc/batch-get-users.ts";
import { changePassword } from "./rpc/change-password.ts";
import { confirmPassword } from "./rpc/confirm-password.ts";
import { countUsers } from "./rpc/count-users.ts";
import { createApiToken } from "./rpc/create-api-token.ts";
import { createCustomerGroup } from "./rpc/create-customer-group.ts";
import { createUser } from "./rpc/create-user.ts";
import { deleteAddress } from "./rpc/delete-address.ts";
import { deleteUser } from "./rpc/delete-user.ts";
import { discardFailedTask } from "./rpc/discard-failed-task.ts";
import { getContactEmail } from "./rpc/get-contact-email.ts";
import { getSigningKeys } from "./rpc/get-signing-keys.ts";
import { getUser } from "./rpc/get-user.ts";
import { getWishlist } from "./rpc/get-wishlist.ts";
import { identifyApiToken } from "./rpc/identify-api-token.ts";
import { inviteUser } from "./rpc/invite-user.ts";
import { listApiTokens } from "./rpc/list-api-tokens.ts";
import { listCustomerGroups } from "./rpc/list-customer-groups.ts";
import { listFailedTasks } from "./rpc/list-failed-tasks.ts";
import { listSecurityEvents } from "./rpc/list-security-events.ts";
import { listSessions } from "./rpc/list-sessions.ts";
import { listUsers } from "./rpc/list-users.ts";
import { recordDiscardedJob } from "./rpc/record-discarded-job.ts";
import { recordSecurityEvents } from "./rpc/record-security-events.ts";
import { refreshSession } from "./rpc/refresh-session.ts";
import { requestEmailVerification } from "./rpc/request-email-verification.ts";
import { requestPasswordReset } from "./rpc/request-password-reset.ts";
import { requestStockNotification } from "./rpc/request-stock-notification.ts";
import { resetPassword } from "./rpc/reset-password.ts";
import { retryFailedTask } from "./rpc/retry-failed-task.ts";
import { revokeAllSessions } from "./rpc/revoke-all-sessions.ts";
import { revokeApiToken } from "./rpc/revoke-api-token.ts";
import { revokeSession } from "./rpc/revoke-session.ts";
import { revokeUserSessions } from "./rpc/revoke-user-sessions.ts";
import { saveAddress } from "./rpc/save-address.ts";
import { sendStockNotifications } from "./rpc/send-stock-notifications.ts";
import { setCustomerGroups } from "./rpc/set-customer-groups.ts";
import { setTaxId } from "./rpc/set-tax-id.ts";
import { setUserDisabled } from "./rpc/set-user-disabled.ts";
import { setUserRoles } from "./rpc/set-user-roles.ts";
import { setWishlistItem } from "./rpc/set-wishlist-item.ts";
import { startGuestSession } from "./rpc/start-guest-session.ts";
import { undoEmailChange } from "./rpc/undo-email-change.ts";
import { updateCustomerGroup } from "./rpc/update-customer-group.ts";
import { updateUser } from "./rpc/update-user.ts";
import { verifyEmail } from "./rpc/verify-email.ts";
import { deleteEndedApiTokens } from "./store/api-tokens.ts";
import { deleteExpiredMailTokens } from "./store/mail-tokens.ts";
import { deleteOldOrderEmails } from "./store/order-emails.ts";
import { deleteOldStockRequests } from "./store/stock-requests.ts";

setServiceName("account");
setPlatformTracing(tracing);

const serve = serveConnect<Env, AccountContext>({
  services: [
    bindService(AccountService, {
      createUser,
      authenticateUser,
      startGuestSession,
      refreshSession,
      revokeSession,
      revokeAllSessions,
      confirmPassword,
      listSessions,
      changePassword,
      requestPasswordReset,
      resetPassword,
      requestEmailVerification,
      verifyEmail,
      undoEmailChange,
      getUser,
      batchGetUsers,
      listUsers,
      countUsers,
      batchGetLastSignIns,
      inviteUser,
      updateUser,
      deleteUser,
      saveAddress,
      deleteAddress,
      setTaxId,
      setUserRoles,
      setUserDisabled,
      listCustomerGroups,
      createCustomerGroup,
      updateCustomerGroup,
      setCustomerGroups,
      revokeUserSessions,
      listSecurityEvents,
      createApiToken,
      listApiTokens,
      revokeApiToken,
      identifyApiToken,
      recordSecurityEvents,
      getContactEmail,
      getSigningKeys,
    }),
    bindService(FailedTaskService, { listFailedTasks, retryFailedTask, discardFailedTask, recordDiscardedJob }),
    bindService(StockNotificationService, { requestStockNotification, sendStockNotifications }),
    bindService(WishlistService, { getWishlist, setWishlistItem }),
  ],
  identityVerifier: (env) => readConfig(env).identityVerifier,
  context: createContext,
});

export default {
  fetch: withReadiness(serve, (env, execution) => {
    const { config, redis } = createBackgroundContext(env, execution);
    return {
      postgres: { check: (signal) => pingDatabase(config.database, signal), whenDown: "down" },
      redis: { check: () => redis.client.ping().then(() => undefined), whenDown: "degraded" },
    };
  }),

  async scheduled({ cron }, env, execution) {
    const ctx = createBackgroundContext(env, execution);
    await runCronTasks(
      { cron, trace: ctx.trace },
      {
        "relay outbox": () => relayOutbox(ctx),
        "measure backlog": () => measureBacklog(ctx),
        "delete stale guests": () => deleteStaleGuests(ctx),
        "delete ended API tokens": () => deleteEndedApiTokens(ctx.db),
        "delete expired mail tokens": () => deleteExpiredMailTokens(ctx.db),
        "delete old order emails": () => deleteOldOrderEmails(ctx.db),
        "delete old stock requests": () => deleteOldStockRequests(ctx.db),
        "fill email keys": () => fillEmailKeys(ctx),
        "archive counted events": () => archiveCountedEvents(ctx),
        "maintain security events": () => maintainSecurityEvents(ctx),
      },
    );
  },

  async queue(batch, env, execution) {
    const trace = createBatchSpan(batch.messages);
    const ctx = createBackgroundContext(env, execution, trace);
    await runBatch(batch, trace, () => handleOrderEmails(ctx, batch, env.DEAD_ORDER_FACTS));
  },
} satisfies ExportedHandler<Env>;

/** Creates the context for cron triggers, queue batches and readiness checks. */
function createBackgroundContext(env: Env, execution: ExecutionContext, trace?: Trace): AccountContext {
  return createContext(env, createBackgroundCall("account", execution, trace));
}

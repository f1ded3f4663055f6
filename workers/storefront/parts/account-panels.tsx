import { Field } from "../../kit/pages/field.tsx";
import type { AccountPageQuery } from "../documents.generated.ts";
import type { Locale } from "../server/page-context.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { formatTime } from "./time.ts";

// The panels of the page of an account. The name of each form says what it changes.

interface PanelProps {
  readonly locale: Locale;
  readonly me: NonNullable<AccountPageQuery["me"]>;
}

export function Profile({ locale, me }: PanelProps) {
  const { account: strings } = locale.messages;
  return (
    <form class="panel" method="post" action="/account" aria-labelledby="profile">
      <h2 id="profile">{strings.profile}</h2>
      <input type="hidden" name="form" value="profile" />
      <Field name="firstName" label={strings.firstName} value={me.firstName} autocomplete="given-name" required />
      <Field name="lastName" label={strings.lastName} value={me.lastName} autocomplete="family-name" required />
      <button type="submit">{strings.save}</button>
    </form>
  );
}

export function Emails({ locale, me }: PanelProps) {
  const { account: strings } = locale.messages;
  const { email, pendingEmail, emailVerified, preferences } = me;
  return (
    <section class="panel" aria-labelledby="emails">
      <h2 id="emails">{strings.emails}</h2>
      <p>
        {email} <span class="quiet">{emailVerified ? strings.isVerified : strings.isNotVerified}</span>
      </p>
      {pendingEmail !== null && <p class="quiet">{strings.pending(pendingEmail)}</p>}
      {!emailVerified && (
        <form method="post" action="/account">
          <input type="hidden" name="form" value="verification" />
          <button class="second" type="submit">
            {strings.sendVerification}
          </button>
        </form>
      )}
      <form class="panel-form" method="post" action="/account">
        <input type="hidden" name="form" value="preferences" />
        <label class="choice">
          <input type="checkbox" name="orderEmails" defaultChecked={preferences.orderEmails} />
          <span>{strings.orderEmails}</span>
        </label>
        <label class="choice">
          <input type="checkbox" name="marketingEmails" defaultChecked={preferences.marketingEmails} />
          <span>{strings.marketingEmails}</span>
        </label>
        <button class="second" type="submit">
          {strings.save}
        </button>
      </form>
      <details>
        <summary>{strings.changeEmail}</summary>
        <form class="panel-form" method="post" action="/account">
          <input type="hidden" name="form" value="email" />
          <Field name="email" type="email" label={strings.newEmail} value="" autocomplete="email" required />
          <Field
            name="emailPassword"
            type="password"
            label={strings.currentPassword}
            value=""
            autocomplete="current-password"
            required
          />
          <button class="second" type="submit">
            {strings.changeEmail}
          </button>
        </form>
      </details>
    </section>
  );
}

export function Password({ locale }: Pick<PanelProps, "locale">) {
  const { account: strings } = locale.messages;
  return (
    <form class="panel" method="post" action="/account" aria-labelledby="password">
      <h2 id="password">{strings.changePassword}</h2>
      <input type="hidden" name="form" value="password" />
      <Field
        name="currentPassword"
        type="password"
        label={strings.currentPassword}
        value=""
        autocomplete="current-password"
        required
      />
      <NewPasswordField locale={locale} label={strings.newPassword} />
      <button type="submit">{strings.savePassword}</button>
    </form>
  );
}

export function Sessions({ locale, me }: PanelProps) {
  const { account: strings } = locale.messages;
  return (
    <section class="panel" aria-labelledby="sessions">
      <h2 id="sessions">{strings.sessions}</h2>
      <ul class="rows">
        {me.sessions.map(({ id, userAgent, lastSeenAt, current }) => (
          <li key={id}>
            <span>
              {userAgent ?? strings.unknownDevice}
              <span class="quiet">
                {" "}
                {current ? strings.thisDevice : strings.lastSeen(formatTime(lastSeenAt, locale))}
              </span>
            </span>
            {!current && (
              <form method="post" action="/account">
                <input type="hidden" name="form" value="session" />
                <input type="hidden" name="id" value={id} />
                <button class="plain link" type="submit">
                  {strings.endSession}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function DeleteAccount({ locale }: Pick<PanelProps, "locale">) {
  const { account: strings } = locale.messages;
  return (
    <details class="panel">
      <summary>{strings.deleteAccount}</summary>
      <form class="panel-form" method="post" action="/account">
        <p>{strings.deleteHelp}</p>
        <input type="hidden" name="form" value="delete" />
        <Field
          name="password"
          type="password"
          label={strings.password}
          value=""
          autocomplete="current-password"
          required
        />
        <button class="second" type="submit">
          {strings.deleteAccount}
        </button>
      </form>
    </details>
  );
}

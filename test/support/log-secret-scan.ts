/** Patterns that no log line may match, not even in logged user input. */
const secrets: Readonly<Record<string, RegExp>> = {
  "an email address": /[\w.+-]+@[\w-]+(\.[\w-]+)+/i,
  "an access token": /eyJ[\w-]{10,}\.[\w-]+/,
  "a refresh token": /ses_[0-9a-z]{26}\.[0-9a-f]/,
  // The runtime logs Durable Object ids of this length.
  "a secret in hex": /(?<![0-9a-f]|actorId = )[0-9a-f]{64}(?![0-9a-f])/,
  "a password hash": /\$argon2/,
  "a password": /(correct|another) horse battery|guess guess|not the password|stoa-demo/,
  "an API token": /stoa_[0-9a-f]{16}/,
  "a payment key": /sk_(test|live)_/,
};

/** Returns one message for each kind of secret in the logs, without the secret. */
export function findSecrets(logs: string): readonly string[] {
  const lines = logs.split("\n");
  return Object.entries(secrets).flatMap(([kind, pattern]) => {
    const index = lines.findIndex((line) => pattern.test(line));
    return index < 0 ? [] : [`line ${index + 1} of the logs contains ${kind}`];
  });
}

/** What no log line may hold, whatever was typed and whoever it came from. */
const secrets: Readonly<Record<string, RegExp>> = {
  "an email address": /[\w.+-]+@[\w-]+(\.[\w-]+)+/i,
  "an access token": /eyJ[\w-]{10,}\.[\w-]+/,
  "a refresh token": /ses_[0-9a-z]{26}\.[0-9a-f]/,
  // The runtime itself names objects by ids of this length.
  "a secret in hex": /(?<![0-9a-f]|actorId = )[0-9a-f]{64}(?![0-9a-f])/,
  "a password hash": /\$argon2/,
  "a password": /(correct|another) horse battery|guess guess|not the password|stoa-demo/,
  "an API token": /stoa_[0-9a-f]{16}/,
  "a payment key": /sk_(test|live)_/,
};

/** The first line of each kind that should not be there, said without repeating it. Empty for clean logs. */
export function findSecrets(logs: string): readonly string[] {
  const lines = logs.split("\n");
  return Object.entries(secrets).flatMap(([what, pattern]) => {
    const at = lines.findIndex((line) => pattern.test(line));
    return at < 0 ? [] : [`line ${at + 1} of the logs holds ${what}`];
  });
}

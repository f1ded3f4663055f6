/** Atomic operations on sessions. Each script documents its keys and arguments. */

/**
 * Creates a session. Keys: session, the account's set. Arguments: account, session id, hash, time, user agent, idle
 * time in ms, maximum number of sessions, the account's epoch, maximum lifetime in ms.
 */
export const createScript = `
redis.call('HSET', KEYS[1], 'account', ARGV[1], 'hash', ARGV[3], 'createdAt', ARGV[4], 'lastSeenAt', ARGV[4],
  'userAgent', ARGV[5], 'epoch', ARGV[8], 'maxAge', ARGV[9], 'hasMac', '1')
redis.call('PEXPIRE', KEYS[1], math.min(tonumber(ARGV[6]), tonumber(ARGV[9])))
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1 - tonumber(ARGV[7]))) do
  redis.call('DEL', 'session:' .. id)
  redis.call('ZREM', KEYS[2], id)
end
return 1
`;

/**
 * Replaces the secret of a session by its successor. Keys: session, its revocation. Arguments: session id, presented
 * hash, hash of its successor, time, grace in ms, idle time in ms, maximum lifetime in ms of sessions that have none,
 * revocation TTL in seconds, 1 if a MAC proves that the service issued the secret. Without one, a secret is valid only for a
 * session of release 0.1.0, whose token has no MAC. Otherwise tokens could be made independent of the service's keys.
 */
export const refreshScript = `
local account = redis.call('HGET', KEYS[1], 'account')
if not account then return {'unknown', '', '', ''} end
local fields = redis.call('HMGET', KEYS[1], 'hash', 'previous', 'rotatedAt', 'createdAt', 'epoch', 'maxAge', 'hasMac')
local hash, previous, rotatedAt, createdAt, epoch = fields[1], fields[2], fields[3], fields[4], fields[5] or '0'
if ARGV[9] ~= '1' and fields[7] then return {'unknown', '', '', ''} end
local set = 'sessions:' .. account
local function revoke(result)
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', set, ARGV[1])
  redis.call('SET', KEYS[2], '1', 'EX', ARGV[8])
  return {result, account, '', ''}
end
local now = tonumber(ARGV[4])
if hash == ARGV[2] then
  local remaining = tonumber(createdAt) + tonumber(fields[6] or ARGV[7]) - now
  if remaining <= 0 then return revoke('unknown') end
  redis.call('HSET', KEYS[1], 'hash', ARGV[3], 'previous', ARGV[2], 'rotatedAt', ARGV[4], 'lastSeenAt', ARGV[4],
    'hasMac', '1')
  redis.call('PEXPIRE', KEYS[1], math.min(tonumber(ARGV[6]), remaining))
  redis.call('ZADD', set, ARGV[4], ARGV[1])
  redis.call('PEXPIRE', set, ARGV[6])
  return {'rotated', account, createdAt, epoch}
end
if previous == ARGV[2] and now - tonumber(rotatedAt) <= tonumber(ARGV[5]) then
  return {'rotated', account, createdAt, epoch}
end
if ARGV[9] == '1' then return revoke('reused') end
return {'unknown', '', '', ''}
`;

/**
 * Revokes a session of the account. Keys: session, the account's set, the session's revocation. Arguments: account,
 * session id, revocation TTL in seconds.
 */
export const revokeScript = `
if redis.call('HGET', KEYS[1], 'account') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('SET', KEYS[3], '1', 'EX', ARGV[3])
return 1
`;

/**
 * Revokes all sessions of an account but one, which gets the current epoch. Keys: the account's set, the account's revocation. Arguments: the remaining
 * session or '', the epoch, the key prefixes of sessions and of their revocations, revocation TTL in seconds.
 */
export const revokeAllScript = `
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if id ~= ARGV[1] then
    redis.call('DEL', ARGV[3] .. id)
    redis.call('ZREM', KEYS[1], id)
    redis.call('SET', ARGV[4] .. id, '1', 'EX', ARGV[5])
  elseif redis.call('EXISTS', ARGV[3] .. id) == 1 then
    redis.call('HSET', ARGV[3] .. id, 'epoch', ARGV[2])
  end
end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[5])
return 1
`;

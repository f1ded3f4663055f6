const { defineConfig } = require("@medusajs/framework/utils");

const { DATABASE_URL, REDIS_URL, WORKER_MODE, COOKIE_SECRET } = process.env;

/** The modules that Medusa's deployment guide requires in production. */
const redisModules = [
  {
    resolve: "@medusajs/medusa/caching",
    options: {
      providers: [
        { resolve: "@medusajs/caching-redis", id: "caching-redis", is_default: true, options: { redisUrl: REDIS_URL } },
      ],
    },
  },
  { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl: REDIS_URL } },
  { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl: REDIS_URL } } },
  {
    resolve: "@medusajs/medusa/locking",
    options: {
      providers: [
        {
          resolve: "@medusajs/medusa/locking-redis",
          id: "locking-redis",
          is_default: true,
          options: { redisUrl: REDIS_URL },
        },
      ],
    },
  },
];

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false } },
    redisUrl: REDIS_URL,
    workerMode: WORKER_MODE,
    http: {
      storeCors: "http://127.0.0.1",
      adminCors: "http://127.0.0.1",
      authCors: "http://127.0.0.1",
      jwtSecret: COOKIE_SECRET,
      cookieSecret: COOKIE_SECRET,
    },
  },
  admin: { disable: true },
  modules: REDIS_URL === undefined ? [] : redisModules,
});

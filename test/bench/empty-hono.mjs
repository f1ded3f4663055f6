import { Hono } from "hono";

/** A route that returns the body of the last PUT. */
let body = "";

const app = new Hono();
app.get("/", (c) => c.body(body, 200, { "content-type": "application/json" }));
app.put("/", async (c) => {
  body = await c.req.text();
  return c.text("");
});

export default app;

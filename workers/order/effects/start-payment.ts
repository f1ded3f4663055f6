import { type EffectHandler, outcome, retryPayment } from "./effect.ts";

export const startPayment: EffectHandler<"startPayment"> = async ({ amount }, { state, payments, key }) => {
  const started = await payments.start(
    { amount, orderId: state.id, acceptsRedirects: state.returnUrl !== undefined },
    key,
  );
  switch (started.type) {
    case "started":
      return outcome({ type: "paymentStarted", paymentId: started.paymentId });
    case "declined":
      return outcome(started);
    case "unknown":
      return retryPayment(started);
  }
};

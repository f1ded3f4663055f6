/** The parts of Stripe.js that the checkout uses: https://docs.stripe.com/js */
interface StripeElements {
  create(type: "payment"): { mount(element: HTMLElement): void };
  submit(): Promise<{ error?: { message?: string } }>;
}

interface Stripe {
  elements(options: object): StripeElements;
  createPaymentMethod(options: { elements: StripeElements }): Promise<{
    error?: { message?: string };
    paymentMethod?: { id: string };
  }>;
}

interface PaymentProps {
  readonly publishableKey: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly locale: string;
}

/** Mounts the payment provider's form. Before the order is placed, it exchanges the card for the id of a payment method. */
export function start(element: HTMLElement, props: PaymentProps): () => void {
  const form = element.closest("form");
  const script = document.createElement("script");
  script.src = "https://js.stripe.com/dahlia/stripe.js";
  const error = element.querySelector<HTMLElement>("[data-error]");
  let onSubmit: ((event: SubmitEvent) => void) | undefined;
  script.onload = () => {
    const stripe = (globalThis as unknown as { Stripe(key: string, options: object): Stripe }).Stripe(
      props.publishableKey,
      { locale: props.locale.split("-", 1)[0] },
    );
    const elements = stripe.elements({
      mode: "payment",
      amount: Number(props.amountMinor),
      currency: props.currency.toLowerCase(),
      paymentMethodCreation: "manual",
    });
    const target = element.querySelector<HTMLElement>("[data-element]");
    if (target !== null) elements.create("payment").mount(target);
    onSubmit = (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      const input = element.querySelector<HTMLInputElement>('[name="paymentMethod"]');
      if (button?.value !== "place" || input === null || input.value !== "") return;
      event.preventDefault();
      void createPaymentMethod(stripe, elements).then((result) => {
        if (error !== null) error.textContent = result.error ?? "";
        if (result.id === undefined) return;
        input.value = result.id;
        form?.requestSubmit(button);
      });
    };
    form?.addEventListener("submit", onSubmit);
  };
  document.head.append(script);
  return () => {
    script.remove();
    if (onSubmit !== undefined) form?.removeEventListener("submit", onSubmit);
  };
}

async function createPaymentMethod(
  stripe: Stripe,
  elements: StripeElements,
): Promise<{ readonly id?: string; readonly error?: string }> {
  const submitted = await elements.submit();
  if (submitted.error !== undefined) return { error: submitted.error.message ?? "" };
  const { error, paymentMethod } = await stripe.createPaymentMethod({ elements });
  return paymentMethod === undefined ? { error: error?.message ?? "" } : { id: paymentMethod.id };
}

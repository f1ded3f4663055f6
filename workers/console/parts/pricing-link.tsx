/** Leads back to the tables of prices, tax and shipping. */
export function PricingLink() {
  return (
    <p>
      <a href="/pricing">Prices, tax and shipping</a>
    </p>
  );
}

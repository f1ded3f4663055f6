// The package has no types of its own: it only tells where its binary is.
declare module "workerd" {
  const workerd: { readonly default: string };
  export default workerd;
}

// The package has no types. It exports the path of its binary.
declare module "workerd" {
  const workerd: { readonly default: string };
  export default workerd;
}

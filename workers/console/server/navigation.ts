/** The labels of the links in the header, in their order. */
export const navigationLabels = [
  "Orders",
  "Products",
  "Categories",
  "Stock",
  "Import",
  "Search",
  "Promotions",
  "Customers",
  "System",
  "Fault lab",
] as const;

export type NavigationLabel = (typeof navigationLabels)[number];

export interface NavigationLink {
  readonly label: NavigationLabel;
  readonly path: string;
}

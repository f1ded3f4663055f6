/** Up to this number of units, pages show how many are left. */
export const lowStock = 5;

/** New categories of one import request. Lines beyond it are rejected with TOO_MANY_NEW_CATEGORIES. */
export const maxNewCategories = 1_000;

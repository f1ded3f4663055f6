import type { MutationResolvers } from "../graphql/schema.generated.ts";
import { createApiToken } from "./mutations/account/create-api-token.ts";
import { deleteAddress } from "./mutations/account/delete-address.ts";
import { deleteMyAccount } from "./mutations/account/delete-my-account.ts";
import { endSessions } from "./mutations/account/end-sessions.ts";
import { inviteStaff } from "./mutations/account/invite-staff.ts";
import { requestEmailVerification } from "./mutations/account/request-email-verification.ts";
import { requestStockNotification } from "./mutations/account/request-stock-notification.ts";
import { revokeApiToken } from "./mutations/account/revoke-api-token.ts";
import { revokeSessions } from "./mutations/account/revoke-sessions.ts";
import { saveAddress } from "./mutations/account/save-address.ts";
import { setCustomerGroups } from "./mutations/account/set-customer-groups.ts";
import { setDisabled } from "./mutations/account/set-disabled.ts";
import { setRoles } from "./mutations/account/set-roles.ts";
import { setTaxId } from "./mutations/account/set-tax-id.ts";
import { setWishlistItem } from "./mutations/account/set-wishlist-item.ts";
import { undoEmailChange } from "./mutations/account/undo-email-change.ts";
import { updatePreferences } from "./mutations/account/update-preferences.ts";
import { updateProfile } from "./mutations/account/update-profile.ts";
import { verifyEmail } from "./mutations/account/verify-email.ts";
import { adjustStock } from "./mutations/catalog/adjust-stock.ts";
import { adjustStocks } from "./mutations/catalog/adjust-stocks.ts";
import { cancelImport } from "./mutations/catalog/cancel-import.ts";
import { createCategory } from "./mutations/catalog/create-category.ts";
import { createImport } from "./mutations/catalog/create-import.ts";
import { createProduct } from "./mutations/catalog/create-product.ts";
import { createSynonymGroup } from "./mutations/catalog/create-synonym-group.ts";
import { deleteCategory } from "./mutations/catalog/delete-category.ts";
import { deleteProduct } from "./mutations/catalog/delete-product.ts";
import { deleteSynonymGroup } from "./mutations/catalog/delete-synonym-group.ts";
import { moveCategory } from "./mutations/catalog/move-category.ts";
import { rebuildSearchIndex } from "./mutations/catalog/rebuild-search-index.ts";
import { restoreProduct } from "./mutations/catalog/restore-product.ts";
import { setLowStockThreshold } from "./mutations/catalog/set-low-stock-threshold.ts";
import { updateCategory } from "./mutations/catalog/update-category.ts";
import { updateProduct } from "./mutations/catalog/update-product.ts";
import { updateProducts } from "./mutations/catalog/update-products.ts";
import { updateSynonymGroup } from "./mutations/catalog/update-synonym-group.ts";
import { addOrderNote } from "./mutations/order/add-order-note.ts";
import { addToCart } from "./mutations/order/add-to-cart.ts";
import { cancelOrder } from "./mutations/order/cancel-order.ts";
import { cancelOrderLines } from "./mutations/order/cancel-order-lines.ts";
import { createCart } from "./mutations/order/create-cart.ts";
import { fulfilOrder } from "./mutations/order/fulfil-order.ts";
import { fulfilOrders } from "./mutations/order/fulfil-orders.ts";
import { markDelivered } from "./mutations/order/mark-delivered.ts";
import { markOrderDelivered } from "./mutations/order/mark-order-delivered.ts";
import { placeOrder } from "./mutations/order/place-order.ts";
import { rebuildOrderLists } from "./mutations/order/rebuild-order-lists.ts";
import { rebuildOrders } from "./mutations/order/rebuild-orders.ts";
import { rebuildStock } from "./mutations/order/rebuild-stock.ts";
import { redriveDeadLetter } from "./mutations/order/redrive-dead-letter.ts";
import { refundOrder } from "./mutations/order/refund-order.ts";
import { reorder } from "./mutations/order/reorder.ts";
import { replayDeadFact } from "./mutations/order/replay-dead-fact.ts";
import { resolveOrder } from "./mutations/order/resolve-order.ts";
import { resolveOrders } from "./mutations/order/resolve-orders.ts";
import { resumeOrderPayment } from "./mutations/order/resume-order-payment.ts";
import { resumePayment } from "./mutations/order/resume-payment.ts";
import { runPendingEffects } from "./mutations/order/run-pending-effects.ts";
import { setCartCouponCodes } from "./mutations/order/set-cart-coupon-codes.ts";
import { setCartCurrency } from "./mutations/order/set-cart-currency.ts";
import { setCartLine } from "./mutations/order/set-cart-line.ts";
import { setCartLines } from "./mutations/order/set-cart-lines.ts";
import { createCouponCodes } from "./mutations/pricing/create-coupon-codes.ts";
import { createCustomerGroup } from "./mutations/pricing/create-customer-group.ts";
import { createMarket } from "./mutations/pricing/create-market.ts";
import { createPriceList } from "./mutations/pricing/create-price-list.ts";
import { createPromotion } from "./mutations/pricing/create-promotion.ts";
import { createShippingZone } from "./mutations/pricing/create-shipping-zone.ts";
import { createTaxRate } from "./mutations/pricing/create-tax-rate.ts";
import { deletePriceList } from "./mutations/pricing/delete-price-list.ts";
import { deletePromotion } from "./mutations/pricing/delete-promotion.ts";
import { deleteShippingZone } from "./mutations/pricing/delete-shipping-zone.ts";
import { deleteTaxRate } from "./mutations/pricing/delete-tax-rate.ts";
import { saveTaxClass } from "./mutations/pricing/save-tax-class.ts";
import { setCouponCodeActive } from "./mutations/pricing/set-coupon-code-active.ts";
import { setPriceListPrices } from "./mutations/pricing/set-price-list-prices.ts";
import { setPromotionActive } from "./mutations/pricing/set-promotion-active.ts";
import { updateCustomerGroup } from "./mutations/pricing/update-customer-group.ts";
import { updateMarket } from "./mutations/pricing/update-market.ts";
import { updatePriceList } from "./mutations/pricing/update-price-list.ts";
import { updatePromotion } from "./mutations/pricing/update-promotion.ts";
import { updateShippingZone } from "./mutations/pricing/update-shipping-zone.ts";
import { updateTaxRate } from "./mutations/pricing/update-tax-rate.ts";
import { changePassword } from "./mutations/session/change-password.ts";
import { confirmPassword } from "./mutations/session/confirm-password.ts";
import { login } from "./mutations/session/login.ts";
import { logout } from "./mutations/session/logout.ts";
import { logoutEverywhere } from "./mutations/session/logout-everywhere.ts";
import { refreshSession } from "./mutations/session/refresh-session.ts";
import { register } from "./mutations/session/register.ts";
import { requestPasswordReset } from "./mutations/session/request-password-reset.ts";
import { resetPassword } from "./mutations/session/reset-password.ts";
import { revokeSession } from "./mutations/session/revoke-session.ts";
import { startGuestSession } from "./mutations/session/start-guest-session.ts";
import { discardFailedJob } from "./mutations/system/discard-failed-job.ts";
import { retryFailedJob } from "./mutations/system/retry-failed-job.ts";

/** All mutations, one file each. */
export const mutation: Required<MutationResolvers> = {
  register,
  login,
  startGuestSession,
  refreshSession,
  logout,
  logoutEverywhere,
  revokeSession,
  confirmPassword,
  changePassword,
  requestPasswordReset,
  resetPassword,

  requestEmailVerification,
  verifyEmail,
  undoEmailChange,
  updateProfile,
  updatePreferences,
  saveAddress,
  deleteAddress,
  setTaxId,
  setWishlistItem,
  requestStockNotification,
  deleteMyAccount,
  setRoles,
  setDisabled,
  endSessions,
  inviteStaff,
  revokeSessions,
  createApiToken,
  revokeApiToken,

  createCategory,
  updateCategory,
  deleteCategory,
  createProduct,
  updateProduct,
  deleteProduct,
  adjustStock,
  updateProducts,
  restoreProduct,
  moveCategory,
  adjustStocks,
  setLowStockThreshold,
  createImport,
  cancelImport,
  createSynonymGroup,
  updateSynonymGroup,
  deleteSynonymGroup,
  rebuildSearchIndex,

  createMarket,
  updateMarket,
  saveTaxClass,
  createTaxRate,
  updateTaxRate,
  deleteTaxRate,
  createShippingZone,
  updateShippingZone,
  deleteShippingZone,
  createPriceList,
  updatePriceList,
  setPriceListPrices,
  deletePriceList,
  createCustomerGroup,
  updateCustomerGroup,
  setCustomerGroups,
  createPromotion,
  updatePromotion,
  setPromotionActive,
  deletePromotion,
  createCouponCodes,
  setCouponCodeActive,

  createCart,
  setCartLine,
  addToCart,
  setCartLines,
  reorder,
  setCartCouponCodes,
  setCartCurrency,
  placeOrder,
  resumePayment,
  resumeOrderPayment,
  cancelOrder,
  refundOrder,
  cancelOrderLines,
  fulfilOrder,
  fulfilOrders,
  markDelivered,
  markOrderDelivered,
  resolveOrder,
  resolveOrders,
  runPendingEffects,
  addOrderNote,
  rebuildOrders,
  rebuildStock,
  rebuildOrderLists,
  replayDeadFact,
  redriveDeadLetter,
  retryFailedJob,
  discardFailedJob,
};

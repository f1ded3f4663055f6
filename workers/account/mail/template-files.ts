import deBackInStockHtml from "./templates/de/back-in-stock.html";
import deBackInStockTxt from "./templates/de/back-in-stock.txt";
import deCancellationHtml from "./templates/de/order-cancellation.html";
import deCancellationTxt from "./templates/de/order-cancellation.txt";
import deConfirmationHtml from "./templates/de/order-confirmation.html";
import deConfirmationTxt from "./templates/de/order-confirmation.txt";
import deRefundHtml from "./templates/de/order-refund.html";
import deRefundTxt from "./templates/de/order-refund.txt";
import deShipmentHtml from "./templates/de/order-shipment.html";
import deShipmentTxt from "./templates/de/order-shipment.txt";
import enBackInStockHtml from "./templates/en/back-in-stock.html";
import enBackInStockTxt from "./templates/en/back-in-stock.txt";
import enConfirmSignIn from "./templates/en/confirm-sign-in.txt";
import enEmailChanged from "./templates/en/email-changed.txt";
import enEmailTaken from "./templates/en/email-taken.txt";
import enInviteStaff from "./templates/en/invite-staff.txt";
import enCancellationHtml from "./templates/en/order-cancellation.html";
import enCancellationTxt from "./templates/en/order-cancellation.txt";
import enConfirmationHtml from "./templates/en/order-confirmation.html";
import enConfirmationTxt from "./templates/en/order-confirmation.txt";
import enRefundHtml from "./templates/en/order-refund.html";
import enRefundTxt from "./templates/en/order-refund.txt";
import enShipmentHtml from "./templates/en/order-shipment.html";
import enShipmentTxt from "./templates/en/order-shipment.txt";
import enPasswordChanged from "./templates/en/password-changed.txt";
import enResetPassword from "./templates/en/reset-password.txt";
import enUndoEmailChange from "./templates/en/undo-email-change.txt";
import enVerifyEmail from "./templates/en/verify-email.txt";
import layout from "./templates/layout.html";
import nlBackInStockHtml from "./templates/nl/back-in-stock.html";
import nlBackInStockTxt from "./templates/nl/back-in-stock.txt";
import nlCancellationHtml from "./templates/nl/order-cancellation.html";
import nlCancellationTxt from "./templates/nl/order-cancellation.txt";
import nlConfirmationHtml from "./templates/nl/order-confirmation.html";
import nlConfirmationTxt from "./templates/nl/order-confirmation.txt";
import nlRefundHtml from "./templates/nl/order-refund.html";
import nlRefundTxt from "./templates/nl/order-refund.txt";
import nlShipmentHtml from "./templates/nl/order-shipment.html";
import nlShipmentTxt from "./templates/nl/order-shipment.txt";

/** The files of the folder `templates`, by their paths in it. A test compares them with the folder. */
export const templateFiles: Readonly<Record<string, string>> = {
  "de/back-in-stock.html": deBackInStockHtml,
  "de/back-in-stock.txt": deBackInStockTxt,
  "de/order-cancellation.html": deCancellationHtml,
  "de/order-cancellation.txt": deCancellationTxt,
  "de/order-confirmation.html": deConfirmationHtml,
  "de/order-confirmation.txt": deConfirmationTxt,
  "de/order-refund.html": deRefundHtml,
  "de/order-refund.txt": deRefundTxt,
  "de/order-shipment.html": deShipmentHtml,
  "de/order-shipment.txt": deShipmentTxt,
  "en/back-in-stock.html": enBackInStockHtml,
  "en/back-in-stock.txt": enBackInStockTxt,
  "en/order-cancellation.html": enCancellationHtml,
  "en/order-cancellation.txt": enCancellationTxt,
  "en/order-confirmation.html": enConfirmationHtml,
  "en/order-confirmation.txt": enConfirmationTxt,
  "en/order-refund.html": enRefundHtml,
  "en/order-refund.txt": enRefundTxt,
  "en/order-shipment.html": enShipmentHtml,
  "en/order-shipment.txt": enShipmentTxt,
  "nl/back-in-stock.html": nlBackInStockHtml,
  "nl/back-in-stock.txt": nlBackInStockTxt,
  "nl/order-cancellation.html": nlCancellationHtml,
  "nl/order-cancellation.txt": nlCancellationTxt,
  "nl/order-confirmation.html": nlConfirmationHtml,
  "nl/order-confirmation.txt": nlConfirmationTxt,
  "nl/order-refund.html": nlRefundHtml,
  "nl/order-refund.txt": nlRefundTxt,
  "nl/order-shipment.html": nlShipmentHtml,
  "nl/order-shipment.txt": nlShipmentTxt,
  "en/confirm-sign-in.txt": enConfirmSignIn,
  "en/email-changed.txt": enEmailChanged,
  "en/email-taken.txt": enEmailTaken,
  "en/invite-staff.txt": enInviteStaff,
  "en/password-changed.txt": enPasswordChanged,
  "en/reset-password.txt": enResetPassword,
  "en/undo-email-change.txt": enUndoEmailChange,
  "en/verify-email.txt": enVerifyEmail,
  "layout.html": layout,
};

import { invalid } from "../kit/failure.ts";

/** Callers choose the name of a reservation, so it is checked here. */
export function requireReservationId(id: string): string {
  if (id === "" || id.length > 200) {
    throw invalid("INVALID_RESERVATION_ID", "a name of 1 to 200 characters is needed", "reservationId");
  }
  return id;
}

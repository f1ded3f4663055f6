import { followStream } from "../../kit/islands/stream.ts";

/** Follows a stream as `followStream`. When staff must sign in again, the part of the page says so. */
export function followAsStaff(element: HTMLElement, ...[urlOf, onNext, options]: Parameters<typeof followStream>) {
  return followStream(urlOf, onNext, { ...options, onRefused: () => element.prepend(createMessage()) });
}

function createMessage(): HTMLElement {
  const link = document.createElement("a");
  link.href = `/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`;
  link.textContent = "Sign in again";
  const message = document.createElement("p");
  message.className = "errors";
  message.role = "alert";
  message.append("This page is no longer updated: your session has ended, or your roles have changed. ", link);
  return message;
}

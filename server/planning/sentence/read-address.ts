/** "@ticketsmith …", "TicketSmith, …", "Hey TicketSmith: …" at the start of a line; a quoted line ("> …") is none. */
const ADDRESS =
  /^[ \t]*(?:(?:hey|hi|hello|hallo|ok)[ ,]+)?(?:@ticketsmith\b[ \t,:]*|ticketsmith[ \t]*[,:][ \t]*|ticketsmith[ \t]+(?=please\b|bitte\b))/imu;

/** A comment speaks to TicketSmith only when it says so; everything else people write to each other is none of our business. */
export const isAddressed = (text: string): boolean => ADDRESS.test(text);

/** Where the words to TicketSmith begin: behind the address, or 0 where there is none. */
export function startOfOrder(text: string): number {
  const found = ADDRESS.exec(text);
  return found === null ? 0 : found.index + found[0].length;
}

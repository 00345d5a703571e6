import type { ProjectPlan, Theme } from "../blueprint.ts";
import { ANA, DANIEL, JONAS, MIA, PRIYA, SAM, TOM_A, TOM_B } from "./people.ts";
import { SHOP_FIXED } from "./shop-fixed.ts";

const checkout: Theme = {
  component: "Checkout",
  experts: [MIA, TOM_B, DANIEL],
  labels: ["checkout", "conversion", "regression"],
  comments: [
    "I can reproduce this in the checkout with {browser}. The basket service answers, the page does not.",
    "The last release touched the order summary. I will compare the two versions.",
    "A customer called about this again today. They gave up and ordered by phone.",
    "Fixed on the branch, the order confirmation shows again. Please test with a guest order too.",
  ],
  cases: [
    {
      type: "Bug",
      title: "Checkout loses the basket after signing in with {browser}",
      body: "A customer fills the basket as a guest, signs in during checkout, and the basket is empty.\n\n**Expected:** the guest basket is merged.\n\n**Seen with:** {browser} on {device}.",
      priority: ["High", "Highest"],
      again: {
        title: "Basket is empty after login in the checkout ({device})",
        body: "When I log in on the way to paying, everything I had put in the basket is gone. I used {browser} on {device}. It happened twice.",
      },
    },
    {
      type: "Bug",
      title: "Delivery address of {country} is refused in the checkout",
      body: 'Addresses in {country} are refused with "postcode is not valid". The postcode rule seems to be the German one.\n\n- Affects guests and customers\n- Started after the address form was rebuilt',
      priority: ["Medium", "High"],
    },
    {
      type: "Bug",
      title: "Voucher is taken off twice in the order summary for {country}",
      body: "The summary shows the voucher twice, once per item and once on the total. The amount charged is right, so it is only the display.\n\nOrder for example: {order}",
      priority: ["Medium", "Low"],
    },
    {
      type: "Story",
      title: "Let guests save their basket for {days} days",
      body: "As a guest I want to find my basket again when I come back within {days} days, without an account.\n\n## Notes\n\n- A cookie is enough\n- Must say what is stored, and why",
    },
    {
      type: "Task",
      title: "Measure where customers leave the checkout on {device}",
      body: "We know how many start and how many finish, and nothing in between. Add an event per step for {device}.",
      labels: ["analytics"],
    },
  ],
};

const payments: Theme = {
  component: "Payments",
  experts: [TOM_B, MIA],
  labels: ["payment", "psp", "finance"],
  comments: [
    "The provider answers with code {code}. Their status page is green.",
    "Looked at the logs of the payment gateway: we time out after ten seconds, they answer after eleven.",
    "Finance asks how many orders are touched. I count {n} since yesterday.",
    "Released. I watched fifty payments, all fine.",
  ],
  cases: [
    {
      type: "Bug",
      title: "Payment by {method} fails with code {code}",
      body: 'Payments with {method} fail since the morning. The customer sees "please try again".\n\n```\npayment declined: code={code} method={method}\n```\n\nThe other methods work.',
      priority: ["High", "Highest"],
      again: {
        title: "Customers cannot pay by {method}, error {code}",
        body: "Three customers wrote that paying with {method} does not work. They get the error {code}. Other ways to pay are fine.",
      },
    },
    {
      type: "Bug",
      title: "Refund of order {order} was sent twice",
      body: "The refund of order {order} shows twice at the bank. It was clicked once. The button can be pressed again while the first request is running.",
      priority: ["Highest", "High"],
    },
    {
      type: "Bug",
      title: "Invoice shows the wrong tax for {country}",
      body: "Invoices to {country} carry the German rate. Finance found it in the monthly check of {n} invoices.",
      priority: ["High"],
    },
    {
      type: "Story",
      title: "Offer {method} to customers in {country}",
      body: "Customers in {country} expect {method}. The provider supports it; it needs a contract and a setting.",
    },
    {
      type: "Task",
      title: "Rotate the key for the {method} provider",
      body: "The key expires in {days} days. The provider's guide is on the wiki.",
      labels: ["security"],
    },
  ],
};

const search: Theme = {
  component: "Search",
  experts: [PRIYA, TOM_A],
  labels: ["search", "relevance"],
  comments: [
    "The index has the product; the filter throws it out. It compares the size as text.",
    "Rebuilt the index, that took {n} minutes. The results are right now.",
    "Do we know what people search for and do not find? A weekly list would help.",
  ],
  cases: [
    {
      type: "Bug",
      title: 'Search finds nothing for "{product}"',
      body: 'Searching for "{product}" shows no results, although we sell {n} of them. Searching for the number works.',
      again: {
        title: "No search results for {product}",
        body: "The search does not find {product}. In the category I can see them, so they are there.",
      },
    },
    {
      type: "Bug",
      title: "Filter by size hides every {product}",
      body: "Choosing a size in the category of {product} empties the list. Without the filter there are {n}.",
      priority: ["Medium", "High"],
    },
    {
      type: "Bug",
      title: "Search suggestions stay open over the page on {device}",
      body: "The list of suggestions does not close on {device} and covers the first products.",
      priority: ["Low", "Medium"],
    },
    {
      type: "Story",
      title: "Show similar products when {product} are sold out",
      body: "Instead of an empty page, show what is close to {product} by price and material.",
    },
    {
      type: "Task",
      title: "Report searches without results, every {days} days",
      body: "A list of what people looked for and did not find, with counts, sent to the category managers.",
    },
  ],
};

const storefront: Theme = {
  component: "Storefront",
  experts: [TOM_A, PRIYA],
  labels: ["frontend", "accessibility", "performance"],
  comments: [
    "The picture service sends the large file to {device} too. That alone is {n} hundred kilobytes.",
    "Looks right in {browser} now. Safari still cuts off the last line.",
    "Design says the space is meant to be there. Closing the part about the margin.",
  ],
  cases: [
    {
      type: "Bug",
      title: "Pictures of {product} load slowly on {page}",
      body: "The first picture on {page} takes {n} tenths of a second on {device}. It is sent in full size.",
      labels: ["performance"],
    },
    {
      type: "Bug",
      title: "{page} cannot be used with the keyboard",
      body: "On {page} the focus jumps into the footer after the menu. Whoever uses a keyboard cannot reach the products.\n\n- {browser}: yes\n- With a screen reader: yes",
      priority: ["High", "Medium"],
      labels: ["accessibility"],
    },
    {
      type: "Bug",
      title: "Prices are cut off on {page} in {country}",
      body: "Long prices with the currency of {country} do not fit in the tile on {device}.",
    },
    {
      type: "Story",
      title: "Show delivery time on {page}",
      body: "Customers ask support when {product} will arrive. The warehouse knows; the page should say so.",
    },
    {
      type: "Task",
      title: "Remove the old banner code from {page}",
      body: "The banner of the spring campaign is gone, its code is still loaded on {page}: {n} kB.",
    },
  ],
};

const account: Theme = {
  component: "Account",
  experts: [DANIEL, MIA],
  labels: ["account", "security", "email"],
  comments: [
    "The mail is sent, I see it in the log. It lands in spam because the link goes through the tracker.",
    "Tested with a new and an old account, both fine.",
    "Support can change the address by hand until this is released.",
  ],
  cases: [
    {
      type: "Bug",
      title: "Password mail does not arrive at {mail}",
      body: "Customers with an address at {mail} do not get the mail to set a new password. Others do.\n\nSupport has {n} open tickets about it.",
      priority: ["High", "Medium"],
      again: {
        title: "No e-mail for a new password ({mail})",
        body: "I asked for a new password three times and no mail came. My address is at {mail}.",
      },
    },
    {
      type: "Bug",
      title: "Order history shows orders of another year in {browser}",
      body: "Choosing a year in the order history keeps showing the year before in {browser}.",
    },
    {
      type: "Bug",
      title: "Signing out does not end the session on {device}",
      body: "After signing out on {device}, going back shows the account page with name and address.",
      priority: ["Highest", "High"],
      labels: ["security"],
    },
    {
      type: "Story",
      title: "Let customers delete their account by themselves",
      body: "Today they write to support, who have {days} days to do it. A button with a confirmation by mail would do.",
    },
    {
      type: "Task",
      title: "Write a test for signing in with {browser}",
      body: "Sign-in broke twice this year and each time a customer told us first.",
    },
  ],
};

const mobile: Theme = {
  component: "Mobile app",
  experts: [TOM_A, DANIEL],
  labels: ["app", "ios", "android"],
  comments: [
    "Crash log attached to the build. It is the picture cache again.",
    "Only on {device}. The emulator is fine, of course.",
    "In the store since this morning, the crash rate is down to normal.",
  ],
  cases: [
    {
      type: "Bug",
      title: "App closes when opening {page} on {device}",
      body: "The app closes without a message when opening {page}. It needs {product} in the basket.\n\nSince version 4.{n}.",
      priority: ["High", "Highest"],
      again: {
        title: "App crash on {device} at {page}",
        body: "The app shuts down every time I go to {page}. My phone: {device}.",
      },
    },
    {
      type: "Bug",
      title: "Push message about order {order} comes twice",
      body: "Each status of an order is sent twice to {device}. The order is {order}.",
    },
    {
      type: "Story",
      title: "Pay by fingerprint on {device}",
      body: "Customers on {device} want to confirm the payment with a finger instead of a password.",
    },
    {
      type: "Task",
      title: "Raise the oldest supported version for {device}",
      body: "Fewer than {n} customers still use it, and it holds back the new checkout.",
    },
  ],
};

export const SHOP_PLAN: ProjectPlan = {
  key: "SHOP",
  count: 165,
  days: 210,
  reporters: [SAM, SAM, SAM, DANIEL, MIA, ANA, JONAS, PRIYA],
  themes: [checkout, payments, search, storefront, account, mobile],
  fixed: SHOP_FIXED,
  slots: {
    browser: ["Chrome", "Firefox", "Safari", "Edge"],
    device: ["iPhone 15", "iPad", "Pixel 8", "Galaxy S23", "a small laptop", "Windows"],
    country: ["Austria", "Switzerland", "France", "the Netherlands", "Poland", "Denmark", "Spain"],
    method: ["credit card", "PayPal", "invoice", "direct debit", "Apple Pay", "iDEAL"],
    code: ["402", "E-1107", "3DS-04", "TIMEOUT", "E-2290", "PSP-17"],
    order: ["A-104882", "A-118230", "A-120077", "A-121553", "A-130019", "A-133904", "A-140221"],
    product: [
      "desk lamps",
      "office chairs",
      "oak shelves",
      "wool blankets",
      "garden benches",
      "wall clocks",
      "bar stools",
      "mirrors",
    ],
    page: [
      "the home page",
      "the basket",
      "the product page",
      "the sale page",
      "the wish list",
      "the category page",
    ],
    mail: ["gmx.example", "web.example", "t-mail.example", "uni.example"],
    days: ["7", "14", "30", "60"],
    n: ["2", "3", "5", "8", "12", "19", "27", "34", "41"],
  },
};

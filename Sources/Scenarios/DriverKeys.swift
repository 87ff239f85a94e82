/// Keys of a driver on claims.
private let claimsDriverKeys = KeyTable(
  "a claims driver",
  [
    .required("where", .text, "A SQL condition over claims."),
    .required(
      "perClaim", .number(.from(0, to: 1000), example: "0.62"),
      "Items for each episode that the condition selects."),
  ])

/// Keys of a point of a tenure curve.
let tenureKeys = KeyTable(
  "a point of a tenure curve",
  [
    .required(
      "after", .duration(.from(-366 * 86_400, to: 3660 * 86_400), example: "30d"),
      "Time since the effective date; negative before it."),
    .required(
      "times", .number(.from(0, to: 1000), example: "1.5"),
      "The multiple of the rate; the last one holds for all long-standing members."),
  ])

/// Keys of a driver on members.
private let membersDriverKeys = KeyTable(
  "a members driver",
  [
    .required(
      "perMemberMonth", .number(.from(0, to: 1000), example: "0.035"),
      "Contacts of a long-standing member in a month."),
    .required(
      "tenureCurve", .list(.object(tenureKeys)),
      "How many times as much new members ask; there is no sound source for a default."),
  ])

/// Keys of a driver on refills.
private let refillsDueKeys = KeyTable(
  "a refillsDue driver",
  [
    .optional("where", .text, "A SQL condition over claims; all fills without it."),
    .required(
      "perRefill", .number(.from(0, to: 1000), example: "0.4"),
      "Items for each fill that runs out."),
    .required(
      "lead", .duration(.from(0, to: 180 * 86_400), example: "7d"),
      "Time before the run-out date."),
  ])

/// Keys of a dated cause.
private let eventKeys = KeyTable(
  "an event",
  [
    .required("name", .text, "A name for the report."),
    .required("date", .date, "The day of the cause."),
    .optional(
      "pieces", .number(.from(0, to: 1e9), example: "120000"), "Pieces mailed, or other units."),
    .optional(
      "members", .number(.from(0, to: 1e9), example: "120000"), "Members affected."),
    .required("responseShare", .share(.from(0, to: 10), example: "0.04"), "Items for each piece."),
    .elsewhere("decay", "Write it as \"lag\" beside \"event\""),
  ])

/// Keys of a plain rate written as an object.
private let rateKeys = KeyTable(
  "a rate", [.required("mean", .rate, "The mean over open time.")])

/// Keys of a driver on an interval export.
private let historyKeys = KeyTable(
  "a history",
  [
    .required("file", .text, "The CSV file."),
    .required("time", .text, "Heading of the local time."),
    .required("value", .text, "Heading of the number of contacts."),
    .notBuilt("open", "Leave it out: rows that are absent or blank count as missing"),
  ])

/// Keys of a driver on a file of real contacts.
private let contactsKeys = KeyTable(
  "a file of contacts",
  [
    .required("file", .text, "The CSV file, one row for each contact."),
    .required("time", .text, "Heading of the local time, such as 2027-01-04 10:30:05."),
  ])

/// Keys of scheduled work.
private let scheduleKeys = KeyTable(
  "scheduled work",
  [
    .required(
      "items", .whole(1...1_000_000, example: "40"), "Items each time, of each client."),
    .required("every", .choice(DriverSpec.Recurrence.self), "How often they come."),
    .optional(
      "businessDay", .whole(1...31, example: "5"),
      "On which open day of the period; the last one where there are fewer."),
    .optional(
      "through", .whole(1...31, example: "10"),
      "The last open day over which the clients are spread, when each has a day of its own."),
    .optional(
      "clients", .whole(1...100_000, example: "120"), "How many clients have such work; one."),
  ])

/// Keys of approvals that were granted over some days.
let batchKeys = KeyTable(
  "a batch of approvals",
  [
    .required("from", .date, "The first day on which they were granted."),
    .optional("to", .date, "The last day; the first one when not given."),
    .required(
      "approvals", .number(.from(0, to: 1e9), example: "9000"), "How many were granted in all."),
  ])

/// Keys of approvals that run out.
let expiriesKeys = KeyTable(
  "an expiries driver",
  [
    .required("granted", .list(.object(batchKeys)), "The approvals that run out."),
    .optional(
      "term", .duration(.from(86_400, to: 3660 * 86_400), example: "365d"),
      "How long an approval lasts; or give \"expireOn\"."),
    .optional("expireOn", .date, "The day on which all of them end, such as a plan year's."),
    .required("renewedShare", .anyShare, "Share of the approvals that are asked for again."),
    .optional(
      "lead", .duration(.from(0, to: 366 * 86_400), example: "30d"),
      "How long before its end an approval is asked for again."),
  ])

/// Keys of an annual reset of deductibles or accumulators.
let resetKeys = KeyTable(
  "a reset driver",
  [
    .required("dates", .list(.date), "The days on which deductibles or accumulators begin anew."),
    .optional(
      "claimantShare", .share(.above(0, to: 1), example: "0.6"),
      "Share of the day's members who claim; or give \"claimants\"."),
    .optional(
      "claimants", .number(.from(0, to: 1e9), example: "72000"), "Members who claim."),
    .required(
      "perClaimant", .number(.from(0, to: 1000), example: "0.15"),
      "Items of each claimant over the whole time in which the reset fades."),
    .required(
      "halfLife", .duration(.from(86_400, to: 366 * 86_400), example: "14d"),
      "Time in which half of what is still to come has come."),
  ])

/// Keys of a driver on another queue.
private let queueDriverKeys = KeyTable(
  "a queue driver",
  [
    .required("name", .text, "The queue whose items cause work."),
    .required("share", .anyShare, "Items for each of its items."),
  ])

/// Keys of a point of a lag.
let lagKeys = KeyTable(
  "a point of a lag",
  [
    .required(
      "after", .duration(.from(0, to: 366 * 86_400), example: "24h"), "Time since the cause."),
    .required("share", .anyShare, "Share of the items that have come by then; the last is 1."),
  ])

private let weight = ValueForm.number(.from(0, to: 1e6), example: "1.2")

/// Keys of weights by weekday.
let weekdayKeys = KeyTable(
  "weights by weekday",
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map {
    .required($0, weight, "Relative demand on the day.")
  })

/// Keys of weights by hour.
let hourKeys = KeyTable(
  "weights by hour",
  (0..<24).map {
    .optional(($0 < 10 ? "0" : "") + "\($0):00", weight, "Relative demand in the hour.")
  })

/// Keys of the shape over the week and the day.
let profileKeys = KeyTable(
  "a profile",
  [
    .optional(
      "weekdays", .either([.object(weekdayKeys), .list(weight)]),
      "Relative demand by weekday: seven numbers from Monday on, or by name."),
    .optional(
      "hours", .either([.object(hourKeys), .list(weight)]),
      "Relative demand by hour: 24 numbers from midnight on, or by \"08:00\"."),
  ])

/// Keys of the spread of demand.
let spreadKeys = KeyTable(
  "a spread",
  [
    .optional(
      "level", .number(.from(0, to: 3), example: "0.1"),
      "Coefficient of variation of the whole level."),
    .optional(
      "day", .number(.from(0, to: 3), example: "0.05"),
      "Coefficient of variation of a day about the level."),
    .simulated(
      "interval", .number(.from(0, to: 3), example: "0.1"),
      "Coefficient of variation of an interval about its day.",
      inARun: "Put it into \"day\""),
  ])

/// Words for the causes of work.
enum CauseWord: String, CaseIterable {
  case claims, members, refillsDue, event, expiries, reset, rate, history, contacts, calendar, queue
  /// Those that say when items come, so that they have no lag.
  static let timed: [CauseWord] = [.rate, .history, .contacts, .calendar, .reset]
}

/// Keys of a driver: one cause, and how it turns into items.
let driverKeys = KeyTable(
  "a driver",
  [
    .optional("name", .text, "A name for the report."),
    .optional("claims", .object(claimsDriverKeys), "Items for claims that a condition selects."),
    .optional("members", .object(membersDriverKeys), "Contacts of members, by tenure."),
    .optional("refillsDue", .object(refillsDueKeys), "Reminders before a fill runs out."),
    .optional("event", .object(eventKeys), "A dated cause, such as a mailing."),
    .optional("rate", .either([.rate, .object(rateKeys)]), "A plain rate while open."),
    .optional("history", .object(historyKeys), "An interval export that is forecast as it is."),
    .simulated(
      "contacts", .object(contactsKeys), "A file of real contacts, replayed as they came.",
      inARun: "Count them by interval and write a \"history\""),
    .optional(
      "calendar", .object(scheduleKeys), "Work that comes on business days of each period."),
    .optional(
      "expiries", .object(expiriesKeys), "Approvals that run out and are asked for again."),
    .optional(
      "reset", .object(resetKeys),
      "Items of claimants after deductibles or accumulators begin anew, fading."),
    .optional("queue", .object(queueDriverKeys), "Work that another queue's items cause."),
    .optional("lag", .list(.object(lagKeys)), "Time from the cause to the item, cumulative."),
    .optional("profile", .object(profileKeys), "The shape over the week and the day."),
    .optional("spread", .object(spreadKeys), "How far the true demand may be from the given one."),
    .optional(
      "estimated", .object(estimatedKeys),
      "The data that the values come from, as caseload estimate --into writes it."),
    .elsewhere(
      "clients",
      "Make a queue for each client with its \"client\"; only a \"calendar\" counts clients"),
  ])

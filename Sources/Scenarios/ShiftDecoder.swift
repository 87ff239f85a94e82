import LocatedJSON
import Quantities

/// Keys of a contract in shift rules.
let shiftContractKeys = KeyTable(
  "a contract",
  [
    .required("name", .text, "The contract's name, such as \"full time\"."),
    .required("paidHours", .number(.above(0, to: 24), example: "8"), "Paid hours of one shift."),
    .optional("days", .whole(1...7, example: "5"), "Shifts of one person in a week."),
    .optional(
      "meal", .duration(.from(0, to: 4 * 3600), example: "30m"), "Unpaid meal inside the shift."),
    .optional(
      "breaks", .series(.duration(.above(0, to: 2 * 3600), example: "15m")),
      "Paid rests, spread over the shift; what they take must not be in the shrinkage."),
    .optional("within", .hours, "Hours inside which each of the shifts lies."),
    .optional(
      "mostShare", .anyShare, "Share of the pool's people who may have this contract at most."),
    .optional("block", .flag, "Whether shifts are bought one by one, on any day."),
  ])

/// Keys of a limit on who works at some time of the week.
let shiftLimitKeys = KeyTable(
  "a limit",
  [
    .required("hours", .hours, "The hours that count, such as \"Sat-Sun 00:00-24:00\"."),
    .required("share", .anyShare, "Share of a week's people who may work in them at most."),
  ])

/// Keys of shift rules.
let shiftRuleKeys = KeyTable(
  "shift rules",
  [
    .required(
      "contracts", .list(.object(shiftContractKeys)), "The forms of contract that people may have."
    ),
    .optional(
      "startEvery", .duration(.above(0, to: 86_400), example: "30m"),
      "Time between possible starts."),
    .optional("daysOffTogether", .flag, "Whether the days off of a week follow each other."),
    .optional(
      "limits", .list(.object(shiftLimitKeys)), "Limits on work at weekends, in evenings or nights."
    ),
    .optional(
      "holidays", holidaysForm, "Days on which nobody of the pool works: its country's holidays."),
  ])

extension ReadingContext {
  /// Reads a pool's shift rules; nothing without.
  func shiftSpec(_ pool: ObjectReader) -> ShiftSpec? {
    guard let reader = pool.object("shiftRules") else { return nil }
    let minutes = (calendar?.intervalSeconds ?? 1800) / 60
    let every = wholeMinutes(reader, "startEvery", of: minutes, or: minutes, "every interval")
    let together = reader.flag("daysOffTogether", or: true, "as most rosters are")
    let elements = reader.list("contracts") ?? []
    let contracts = elements.compactMap { shiftContract($0, interval: minutes) }
    for (place, contract) in contracts.enumerated()
    where contracts[..<place].contains(where: { $0.name == contract.name }) {
      reader.report(
        .duplicateName, "contracts", "two contracts are named \"\(contract.name)\"",
        "Give each contract a name of its own")
    }
    let limits = (reader.list("limits") ?? []).compactMap {
      element -> (hours: WeeklyHours, share: Double)? in
      guard let limit = ObjectReader(element, shiftLimitKeys, self),
        let hours = limit.item("hours").flatMap({ hours($0) }), let share = limit.number("share")
      else { return nil }
      return (hours, share)
    }
    let days = holidays(reader, calendar.map { $0.start...$0.end })
    guard let every, let days, contracts.count == elements.count, !contracts.isEmpty else {
      return nil
    }
    return ShiftSpec(
      contracts: contracts, startEveryMinutes: every, consecutiveDaysOff: together,
      limits: limits, daysAway: days.keys.sorted())
  }

  private func shiftContract(_ element: Item, interval: Int) -> ShiftSpec.Contract? {
    guard let reader = ObjectReader(element, shiftContractKeys, self) else { return nil }
    let name = reader.text("name")
    let paid = reader.number("paidHours")
    let isBlock = reader.flag("block", or: false, "people work a week's shifts")
    let days = isBlock ? 1 : reader.whole("days", or: 5, "five days a week")
    let meal = wholeMinutes(reader, "meal", of: 1, or: 0, "none is given")
    let rests = (reader.item("breaks")?.elements ?? []).compactMap {
      duration($0, .duration(.above(0, to: 2 * 3600), example: "15m"))
    }
    let within = reader.item("within").map { hours($0) } ?? .some(.always)
    let most = reader.number("mostShare", or: 1, "anybody may have it")
    guard let name, let paid, let meal, let within else { return nil }
    let length = paid * 60 + Double(meal)
    if length.truncatingRemainder(dividingBy: Double(interval)) != 0 || length > 1440 {
      reader.report(
        .contradiction, "paidHours",
        "the shift is \(plain(length)) minutes long, its meal included",
        "Write a length of whole intervals of \(interval) minutes, at most 24 hours")
      return nil
    }
    if rests.reduce(0, +) >= paid * 3600 {
      reader.report(
        .contradiction, "breaks", "the breaks leave no time to work", "Write shorter ones")
      return nil
    }
    let fitting = daysFitting(Int(length), within)
    if fitting < days {
      reader.report(
        .contradiction, reader.has("within") ? "within" : "paidHours",
        "a shift of \(plain(length / 60)) hours, its meal included, fits on \(fitting) days of the week",
        "Write hours with room for it on \(days) days, fewer days, or a shorter shift")
      return nil
    }
    return ShiftSpec.Contract(
      name: name, paidHours: paid, days: days, mealMinutes: meal,
      breakMinutes: rests.map { Int(($0 / 60).rounded()) }, within: within, mostShare: most,
      isBlock: isBlock)
  }

  /// Days of the week on which a shift of some minutes fits into hours.
  private func daysFitting(_ length: Int, _ within: WeeklyHours) -> Int {
    within.spans.indices.count { day in
      let next = within.spans[(day + 1) % 7].first
      return within.spans[day].contains { span in
        let over = span.upperBound == 1440 && next?.lowerBound == 0 ? next?.upperBound ?? 0 : 0
        return span.count + over >= length
      }
    }
  }

  private func wholeMinutes(
    _ reader: ObjectReader, _ key: String, of unit: Int, or fallback: Int, _ source: String
  ) -> Int? {
    let seconds = reader.duration(key, or: Double(fallback) * 60, source)
    guard seconds.truncatingRemainder(dividingBy: Double(unit) * 60) == 0 else {
      reader.report(
        .outOfRange, key, "\(durationText(seconds)) is no whole number of steps of \(unit) minutes",
        "Write a multiple of \"\(unit)m\"")
      return nil
    }
    return Int(seconds / 60)
  }
}

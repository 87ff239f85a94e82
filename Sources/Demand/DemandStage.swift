import ClaimsStore
import Foundation
import Quantities
import Results

/// The claims behind the drivers, with what they stand for.
public struct ClaimsBasis: Sendable {
  /// The claims, grouped into episodes of demand.
  public var episodes: ClaimEpisodes
  /// What the report says of them; `firstDay` and `lastDay` include the shift.
  public var quality: ClaimsQuality
  /// Members that the claims stand for; positive.
  public var membersRepresented: Double
  /// Whole weeks by which the dates are moved later.
  public var shiftWeeks: Int
  /// Makes a basis.
  public init(
    episodes: ClaimEpisodes, quality: ClaimsQuality, membersRepresented: Double, shiftWeeks: Int
  ) {
    (self.episodes, self.quality) = (episodes, quality)
    (self.membersRepresented, self.shiftWeeks) = (membersRepresented, shiftWeeks)
  }
}

/// A driver that cannot be worked out.
public struct DemandError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The queue and driver.
  public var subject: String
  /// What is wrong and what to type instead.
  public var problem: String
  /// Makes an error.
  public init(subject: String, problem: String) {
    (self.subject, self.problem) = (subject, problem)
  }
  /// The subject and the problem.
  public var description: String { "\(subject): \(problem)" }
}

/// Works out what causes each queue's work.
///
/// Drivers on claims and exports become histories that are still to be forecast; the others are known
/// outright by interval of the horizon. A driver on another queue is left open (neither history nor
/// known) until that queue's forecast exists.
///
/// - Parameters:
///   - queues: The queues with their drivers.
///   - calendar: The horizon.
///   - membership: Members over time; nothing when no driver is per member.
///   - claims: The claims; nothing when no driver is on claims.
/// - Returns: Members by month and what causes each queue's work.
/// - Throws: ``DemandError`` for a driver whose data do not reach the horizon or that lacks its data;
///   ``ClaimsQueryError`` when a predicate does not fit the claims.
/// - Complexity: O(drivers × (claims + intervals)).
public func workOutDemand(
  queues: [DemandQueue], calendar: IntervalCalendar, membership: Membership?, claims: ClaimsBasis?
) throws -> DemandResult {
  let stage = DemandStage(calendar: calendar, membership: membership, claims: claims)
  var results: [QueueDemand] = []
  for queue in queues {
    var drivers: [DriverDemand] = []
    for driver in queue.drivers {
      let subject = "queue \(queue.name), driver \(driver.name)"
      drivers.append(try stage.workOut(driver, queue: queue, subject: subject))
    }
    results.append(QueueDemand(queue: queue.name, drivers: drivers))
  }
  let months = calendar.months.map { days in
    let date = calendar.days[days.lowerBound].date
    return MonthValue(month: date.monthText, value: membership?.members(on: date) ?? 0)
  }
  return DemandResult(
    membersByMonth: membership == nil ? [] : months,
    events: (membership?.events ?? []).map {
      MemberEvent(date: $0.date, name: $0.name, members: $0.members)
    },
    queues: results, claims: claims?.quality)
}

private struct DemandStage {
  let calendar: IntervalCalendar
  let membership: Membership?
  let claims: ClaimsBasis?

  func workOut(
    _ driver: DemandDriver, queue: DemandQueue, subject: String
  ) throws -> DriverDemand {
    func known(_ even: [Double], _ explanation: String) -> DriverDemand {
      let items = multiplied(even, queue.effects)
      return DriverDemand(
        name: driver.name, explanation: explanation + words(queue.effects), history: nil,
        known: items,
        knownByMonth: byMonth(items), levelSpread: driver.levelSpread, daySpread: driver.daySpread)
    }
    func observed(
      _ found: VolumeHistory, _ explanation: String
    ) throws(DemandError) -> DriverDemand {
      try checkSeen(queue.effects, found, subject)
      var history = found
      if !queue.effects.isEmpty { history.effects = queue.effects }
      return DriverDemand(
        name: driver.name, explanation: explanation + words(queue.effects), history: history,
        known: nil, knownByMonth: [], levelSpread: driver.levelSpread, daySpread: driver.daySpread)
    }
    if let longest = driver.lag.after.last, !(longest <= DemandStage.longestLag) {
      throw DemandError(
        subject: subject,
        problem: "a lag of \(short(longest / 86_400)) days is over ten years. Write a shorter lag.")
    }
    let open = OpenTime(
      calendar: calendar, mask: queue.openMask, profile: driver.profile,
      anyTime: !queue.isLive && driver.profile != nil)
    switch driver.cause {
    case .claims(let predicate, let perClaim):
      let basis = try claimsBasis(subject)
      let events = try basis.episodes.demandEvents(where: predicate)
      return try observed(
        history(
          events, "episodes", each: perClaim, advanceDays: 0, driver, basis, subject),
        "\(short(perClaim)) items for each episode of claims where \(predicate.sql)")
    case .refillsDue(let predicate, let perRefill, let leadDays):
      let basis = try claimsBasis(subject)
      let due = try RefillsDue(
        basis.episodes, where: predicate ?? .all, leadDays: leadDays, subject: subject)
      let events = due.events
      return try observed(
        history(
          events, "fills", each: perRefill, advanceDays: due.leadDays, driver, basis, subject,
          warmUpDays: due.warmUpDays),
        "\(short(perRefill)) items for each surviving fill, \(short(leadDays)) days before it runs "
          + "out")
    case .members(let perMemberMonth, let tenure):
      guard let membership else {
        throw DemandError(subject: subject, problem: "needs members. Give \"members\" in the spec.")
      }
      let daily = calendar.days.map {
        membership.weightedMembers(on: $0.date, tenure: tenure) * perMemberMonth / 30.4375
      }
      return known(
        open.spreadByWeek(lagged(daily, driver.lag)),
        "members × \(short(perMemberMonth)) a member-month × the tenure curve")
    case .event(let date, let pieces, let response):
      return known(
        open.spreadForward(daily([(date, pieces * response)], later: driver.lag)),
        "\(short(pieces)) pieces on \(date) × \(short(response)) that respond")
    case .dated(let items, let why):
      return known(open.spreadForward(daily(items, later: driver.lag)), why)
    case .reset(let dates, let claimants, let share, let each, let halfLife):
      guard claimants != nil || membership != nil else {
        throw DemandError(subject: subject, problem: "needs members. Give \"members\" in the spec.")
      }
      let causes = dates.map { date in
        (date: date, items: each * (claimants ?? (membership?.members(on: date) ?? 0) * share))
      }
      let who =
        claimants.map { "\(short($0)) claimants" }
        ?? "\(short(share)) of the members, who claim,"
      return known(
        open.spreadForward(fading(causes, halfLife: halfLife)),
        "\(who) × \(short(each)) from \(dates.map(\.description).joined(separator: ", ")), half of "
          + "what is left every \(short(halfLife)) days")
    case .given(let items, let why):
      precondition(items.count == calendar.intervalCount, "\(items.count) intervals are given")
      return known(items, why)
    case .rate(let perSecond):
      return known(rate(perSecond, open: open, queue: queue), "a plain rate")
    case .history(let export):
      guard
        let history = HistoryBuilder.history(
          of: export, before: calendar.start, zone: calendar.zone)
      else {
        throw DemandError(
          subject: subject,
          problem: "\(export.source) begins on \(export.start), not before calendar.start "
            + "\(calendar.start). Set calendar.start after the export.")
      }
      let last = history.start + history.daily.count - 1
      try checkReach(
        last, subject: subject, what: "\(export.source), ends",
        remedy:
          "Set calendar.start to a day from \(last + 1) to \(last + 93), or export to a later day")
      let remarks = export.remarks.isEmpty ? "" : "; " + export.remarks.joined(separator: "; ")
      return try observed(history, "recorded contacts of \(export.source)\(remarks)")
    case .queue(let name, let share):
      return DriverDemand(
        name: driver.name, explanation: "\(short(share)) of the items of \(name)", history: nil,
        known: nil, knownByMonth: [], levelSpread: driver.levelSpread,
        daySpread: driver.daySpread)
    }
  }

  /// Items of each interval times the effects of its day.
  func multiplied(_ items: [Double], _ effects: [DatedEffect]) -> [Double] {
    guard !effects.isEmpty else { return items }
    let days = calendar.days.map { effects.multiple(on: $0.date) }
    return items.indices.map { items[$0] * days[calendar.dayOfInterval[$0]] }
  }

  func words(_ effects: [DatedEffect]) -> String {
    effects.map { effect in
      let size = effect.times.map { "× \(short($0))" } ?? "a multiple found in the history"
      let dates = effect.dates.map(\.description).joined(separator: ", ")
      return "; \(effect.name): \(size) from \(dates)"
        + (effect.halfLifeDays.map { ", half of it gone every \(short($0)) days" } ?? " on")
    }.joined()
  }

  /// An effect of unknown size must have begun at least two weeks before the history ends.
  func checkSeen(
    _ effects: [DatedEffect], _ history: VolumeHistory, _ subject: String
  ) throws(DemandError) {
    let last = history.start + (history.daily.count - 1)
    for effect in effects where effect.times == nil {
      guard effect.dates.contains(where: { $0 > history.start && $0 + 13 <= last }) else {
        throw DemandError(
          subject: subject,
          problem:
            "the effect \"\(effect.name)\" has no date from \(history.start + 1) to \(last - 13), so "
            + "the history cannot show its size. Give \"times\", or a date of the past.")
      }
    }
  }

  /// Items of each day of the horizon from dated causes, within it or before.
  func daily(_ causes: [(date: LocalDate, items: Double)], later lag: LagCurve) -> [Double] {
    var daily = Array(repeating: 0.0, count: calendar.days.count)
    let steps = lag.steps(of: 86_400)
    for cause in causes {
      for (offset, share) in steps.enumerated() {
        if let day = calendar.dayIndex(of: cause.date + offset) {
          daily[day] += cause.items * share
        }
      }
    }
    return daily
  }

  /// Items of each day of the horizon from causes that fade: half of what is left comes in a half-life.
  func fading(_ causes: [(date: LocalDate, items: Double)], halfLife: Double) -> [Double] {
    func left(_ days: Int) -> Double { exp2(-Double(days) / halfLife) }
    return calendar.days.map { day in
      causes.reduce(0) { sum, cause in
        let age = day.date - cause.date
        return age < 0 ? sum : sum + cause.items * (left(age) - left(age + 1))
      }
    }
  }

  func byMonth(_ items: [Double]) -> [MonthValue] {
    calendar.months.map { days in
      MonthValue(
        month: calendar.days[days.lowerBound].date.monthText,
        value: items[calendar.intervals(ofDays: days)].reduce(0, +))
    }
  }

  func claimsBasis(_ subject: String) throws(DemandError) -> ClaimsBasis {
    guard let claims else {
      throw DemandError(subject: subject, problem: "needs claims. Give \"claims\" in the spec.")
    }
    return claims
  }

  func checkReach(
    _ last: LocalDate, subject: String, what: String, remedy: String
  ) throws(DemandError) {
    let gap = calendar.start - last - 1
    guard gap > 92 else { return }
    throw DemandError(
      subject: subject,
      problem: "\(what) on \(last), which leaves \(gap) days without data before calendar.start "
        + "\(calendar.start); a forecast may not begin more than 92 days after its data. \(remedy)."
    )
  }

  func history(
    _ events: [ClaimEvent], _ noun: String, each: Double, advanceDays: Int, _ driver: DemandDriver,
    _ basis: ClaimsBasis, _ subject: String, warmUpDays: Int = 0
  ) throws(DemandError) -> VolumeHistory {
    let last = min(basis.quality.lastDay, calendar.start - 1)
    let first = basis.quality.firstDay
    guard first <= last else {
      // A shift only moves claims later, so a smaller one helps where there is one.
      let back = (basis.quality.lastDay - calendar.start) / 7 + 1
      let shift = basis.shiftWeeks - back
      let remedy =
        shift >= 0
        ? "Set claims.shift to \"\(shift)w\""
        : "Set calendar.start to \(basis.quality.lastDay + 1) or later"
      throw DemandError(
        subject: subject,
        problem: "the claims begin on \(first), not before calendar.start \(calendar.start). "
          + "\(remedy).")
    }
    let weeks = (calendar.start - 1 - last) / 7
    try checkReach(
      last, subject: subject, what: "the claims end",
      remedy: "Set claims.shift to \"\(basis.shiftWeeks + weeks)w\"")
    let builder = HistoryBuilder(
      zone: calendar.zone, intervalSeconds: calendar.intervalSeconds,
      dateOnlyProfile: driver.profile ?? DemandStage.officeHours)
    let shift = basis.shiftWeeks * 7 - advanceDays
    var history = builder.history(
      events: events, shiftDays: shift, itemsEach: each, lag: driver.lag, first: first,
      last: last, warmUpDays: warmUpDays)
    history.causes = CountedCauses(noun: noun, itemsEach: each, seen: events.count)
    if let membership {
      let count = history.daily.count
      history.exposure = Array(repeating: basis.membersRepresented, count: count)
      history.futureExposure = calendar.days.map { membership.members(on: $0.date) }
    }
    if let profile = driver.profile { history.dayProfiles = profiles(profile) }
    return history
  }

  /// Ten years in seconds.
  static let longestLag = 3652.5 * 86_400

  /// A given profile's hours replace those of the data.
  func profiles(_ profile: WeekProfile) -> [[Double]] {
    let perHour = 3600 / calendar.intervalSeconds
    let total = profile.hours.reduce(0, +) * Double(perHour)
    let day = (0..<24 * perHour).map { profile.hours[$0 / perHour] / total }
    return Array(repeating: day, count: 7)
  }

  static let officeHours = WeekProfile(
    weekdays: Array(repeating: 1, count: 7),
    hours: (0..<24).map { (8..<18).contains($0) ? 1 : 0 })

  func rate(_ perSecond: Double, open: OpenTime, queue: DemandQueue) -> [Double] {
    let each = perSecond * Double(calendar.intervalSeconds)
    let usual = zip(open.weights, queue.openMask).filter { $0.1 || $0.0 > 0 }
    let mean = usual.isEmpty ? 0 : usual.reduce(0) { $0 + $1.0 } / Double(usual.count)
    return open.weights.map { mean > 0 ? each * $0 / mean : 0 }
  }

  func lagged(_ daily: [Double], _ lag: LagCurve) -> [Double] {
    let steps = lag.steps(of: 86_400)
    guard steps.count > 1 else { return daily }
    return daily.indices.map { day in
      // Causes before the horizon continue at its first day's pace.
      steps.indices.reduce(0) { $0 + daily[max(0, day - $1)] * steps[$1] }
    }
  }
}

/// A number in at most four significant digits, for explanations.
func short(_ value: Double) -> String {
  let magnitude = abs(value)
  if value == 0 { return "0" }
  guard magnitude < 1e15 else { return "\(value)" }
  if magnitude >= 1000 { return grouped(Int(value.rounded())) }
  var scale = 1.0
  while magnitude * scale < 1000 && scale < 1e6 { scale *= 10 }
  let rounded = (value * scale).rounded() / scale
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

/// An integer with commas between thousands.
func grouped(_ value: Int) -> String {
  var digits = Array(String(abs(value)).reversed())
  for position in stride(from: 3, to: digits.count + (digits.count - 1) / 3, by: 4)
  where position < digits.count { digits.insert(",", at: position) }
  return (value < 0 ? "-" : "") + String(digits.reversed())
}

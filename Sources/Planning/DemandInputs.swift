import ClaimsStore
import Demand
import Foundation
import Quantities
import Results
import Scenarios

/// Turns a scenario's queues into the demand stage's inputs.
struct DemandInputs {
  let calendar: IntervalCalendar
  let data: DataAccess
  /// The columns that predicates may name; nothing when the claims have not been read.
  let schema: ClaimsSchema?

  /// The queues with their drivers; every problem of every driver together.
  func queues(_ specs: [QueueSpec]) throws -> [DemandQueue] {
    var problems: [String] = []
    var queues: [DemandQueue] = []
    for spec in specs {
      var drivers: [DemandDriver] = []
      for driver in spec.drivers {
        do {
          drivers.append(try self.driver(driver, queue: spec))
        } catch let error as PlanningError {
          problems += error.problems
        }
      }
      var queue = DemandQueue(
        name: spec.name, isLive: !spec.kind.isCase, openMask: openMask(spec), drivers: drivers)
      queue.effects = spec.effects.map {
        DatedEffect(
          name: $0.name, dates: $0.dates, times: $0.times, halfLifeDays: $0.halfLifeDays)
      }
      queues.append(queue)
    }
    if !problems.isEmpty { throw PlanningError(problems) }
    return queues
  }

  /// Whether each interval of the horizon is open for a queue, by the hours of its date.
  func openMask(_ spec: QueueSpec) -> [Bool] {
    if spec.hours.steps.count == 1 {
      return calendar.openMask(spec.hours.steps[0].value, openOnHolidays: spec.openOnHolidays)
    }
    let masks = spec.hours.steps.map {
      calendar.openMask($0.value, openOnHolidays: spec.openOnHolidays)
    }
    return (0..<calendar.intervalCount).map { interval in
      let date = calendar.days[calendar.dayOfInterval[interval]].date
      let step = spec.hours.steps.lastIndex { $0.from <= date } ?? 0
      return masks[step][interval]
    }
  }

  /// Members over time.
  static func membership(_ members: MembersSpec) -> Membership {
    Membership(
      start: members.start,
      events: members.events.map {
        Membership.Event(
          date: $0.date, members: $0.members, name: $0.name, alreadyMembers: $0.alreadyMembers)
      })
  }

  private func driver(_ spec: DriverSpec, queue: QueueSpec) throws -> DemandDriver {
    DemandDriver(
      name: spec.name, cause: try cause(spec, queue: queue),
      lag: LagCurve(after: spec.lag.map(\.after), shares: spec.lag.map(\.share)),
      profile: spec.profile.map { WeekProfile(weekdays: $0.weekdays, hours: $0.hours) },
      levelSpread: spec.levelSpread, daySpread: spec.daySpread)
  }

  private func cause(_ spec: DriverSpec, queue: QueueSpec) throws -> DemandDriver.Cause {
    let subject = "queues.\(queue.name), \(spec.name)"
    switch spec.cause {
    case .claims(let text, let location, let perClaim):
      return .claims(predicate: try predicate(text, location), perClaim: perClaim)
    case .refillsDue(let text, let location, let perRefill, let leadDays):
      return .refillsDue(
        predicate: try text.map { try predicate($0, location) }, perRefill: perRefill,
        leadDays: leadDays)
    case .members(let perMemberMonth, let curve):
      return .members(
        perMemberMonth: perMemberMonth,
        tenure: TenureCurve(days: curve.map(\.days), multiples: curve.map(\.multiple)))
    case .event(_, let date, let pieces, let share):
      return .event(date: date, pieces: pieces, responseShare: share)
    case .rate(let perSecond):
      return .rate(perSecond: perSecond)
    case .history(let file, let time, let value):
      let path = try data.resolve(file, named: subject)
      let bytes: [UInt8]
      do {
        bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      } catch {
        throw PlanningError("\(subject): cannot read \"\(file)\". Check its permissions.")
      }
      do throws(IntervalExportError) {
        return .history(
          try IntervalExport.read(
            bytes: bytes, file: file, timeColumn: time, valueColumn: value,
            zone: calendar.zone))
      } catch {
        throw PlanningError(error.problems)
      }
    case .contacts:
      throw PlanningError(
        "\(subject): a file of contacts is only simulated. Count them by interval and write a "
          + "\"history\".", kind: .notBuilt)
    case .schedule(let schedule):
      return scheduled(schedule, queue: queue)
    case .expiries(let expiries):
      return .dated(items: expiries.renewals, why: Self.words(expiries))
    case .reset(let reset):
      let claimants: (count: Double?, share: Double) =
        switch reset.claimants {
        case .count(let count): (count, 0)
        case .shareOfMembers(let share): (nil, share)
        }
      return .reset(
        dates: reset.dates, claimants: claimants.count, shareOfMembers: claimants.share,
        perClaimant: reset.perClaimant, halfLifeDays: reset.halfLifeDays)
    case .queue(let name, let share):
      return .queue(name: name, share: share)
    }
  }

  /// Recurring work as items of each interval: all of a day's at its first open interval.
  private func scheduled(_ schedule: ScheduleSpec, queue: QueueSpec) -> DemandDriver.Cause {
    var items = Array(repeating: 0.0, count: calendar.intervalCount)
    for start in CalendarDemand.starts(schedule, calendar, openMask(queue)) {
      items[start.interval] += Double(start.items)
    }
    let days =
      schedule.through > schedule.businessDay
      ? "business days \(schedule.businessDay) to \(schedule.through)"
      : "business day \(schedule.businessDay)"
    return .given(
      items: items,
      why: "\(schedule.items) items for each of \(schedule.clients) clients on \(days) of each "
        + schedule.every.rawValue)
  }

  private static func words(_ expiries: ExpiriesSpec) -> String {
    let all = expiries.batches.reduce(0) { $0 + $1.approvals }
    let end =
      switch expiries.end {
      case .afterDays(let days): "after \(days) days"
      case .on(let date): "on \(date)"
      }
    return
      "\(plainNumber(all)) approvals that end \(end) × \(plainNumber(expiries.renewedShare)) that "
      + "are renewed, \(expiries.leadDays) days before"
  }

  private static func plainNumber(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private func predicate(_ text: String, _ location: String) throws -> ClaimsPredicate {
    do {
      let predicate = try ClaimsPredicate(text)
      if let schema { try predicate.check(against: schema) }
      return predicate
    } catch {
      throw PlanningError("\(location): \(error)")
    }
  }
}

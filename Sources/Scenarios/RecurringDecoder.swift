import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads work that comes on business days of each period.
  func scheduleCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    let items = reader.whole("items")
    let every = reader.choice("every", as: DriverSpec.Recurrence.self)
    let day = reader.whole("businessDay", or: 1, "work comes as early as it can")
    let clients = reader.whole("clients", or: 1, "one client is meant")
    let through = reader.whole("through") ?? day
    if through < day {
      reader.report(
        .contradiction, "through", "day \(through) is before \"businessDay\", \(day)",
        "Write at least \(day)")
      return nil
    }
    if every == .day, reader.has("through") {
      reader.report(
        .contradiction, "through", "a day has no business days to spread clients over",
        "Leave it out, or write \"every\": \"week\"")
      return nil
    }
    guard let items, let every else { return nil }
    return .schedule(
      ScheduleSpec(
        items: items, every: every, businessDay: day, through: through, clients: clients))
  }

  /// Reads approvals that run out.
  func expiriesCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    let batches = reader.list("granted")?.map { batch($0) }
    let term = reader.duration("term")
    let date = reader.date("expireOn")
    let share = reader.number("renewedShare")
    let lead = reader.duration("lead", or: 0, "renewals are asked for when approvals end")
    guard reader.has("term") != reader.has("expireOn") else {
      let both = reader.has("term")
      report(
        both ? .contradiction : .missingKey, reader.item,
        both
          ? "the end of the approvals is given by \"term\" and by \"expireOn\""
          : "the driver does not say when the approvals end",
        both ? "Keep one of them" : "Add \"term\": \"365d\", or \"expireOn\" with a date")
      return nil
    }
    guard let batches, !batches.contains(nil), let share else { return nil }
    let end: ExpiriesSpec.End
    if let term {
      end = .afterDays(Int((term / 86_400).rounded()))
    } else if let date {
      end = .on(date)
    } else {
      return nil
    }
    let spec = ExpiriesSpec(
      batches: batches.compactMap(\.self), end: end, renewedShare: share,
      leadDays: Int((lead / 86_400).rounded()))
    let days = spec.renewals
    if let calendar, let first = days.first, let last = days.last,
      first.date > calendar.end || last.date < calendar.start - 366
    {
      report(
        .outOfRange, reader.item,
        "the renewals come from \(first.date) to \(last.date), outside of the horizon",
        "Give approvals that end from \(calendar.start) to \(calendar.end)")
      return nil
    }
    return .expiries(spec)
  }

  private func batch(_ item: Item) -> ExpiriesSpec.Batch? {
    guard let reader = ObjectReader(item, batchKeys, self) else { return nil }
    let from = reader.date("from")
    let to = reader.has("to") ? reader.date("to") : from
    let approvals = reader.number("approvals")
    guard let from, let to, let approvals else { return nil }
    guard from <= to, to - from <= 3660 else {
      reader.report(
        .contradiction, "to", "\(to) is \(to < from ? "before" : "over ten years after") \(from)",
        "Write a day from \(from) on")
      return nil
    }
    return ExpiriesSpec.Batch(from: from, to: to, approvals: approvals)
  }

  /// Reads a reset of deductibles or accumulators.
  func resetCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    let dates = reader.list("dates")?.map { resetDate($0) }
    let share = reader.number("claimantShare")
    let count = reader.number("claimants")
    let each = reader.number("perClaimant")
    let half = reader.duration("halfLife")
    guard reader.has("claimantShare") != reader.has("claimants") else {
      let both = reader.has("claimants")
      report(
        both ? .contradiction : .missingKey, reader.item,
        both
          ? "who claims is given by \"claimants\" and by \"claimantShare\""
          : "the reset does not say whom it affects",
        both ? "Keep one of them" : "Add \"claimantShare\": 0.6, or \"claimants\" with a number")
      return nil
    }
    if let place = reader.item("claimantShare"), !hasMembers {
      report(
        .missingPart, place, "it is a share of the members, and the spec has none",
        "Add \"members\": { \"start\": 250000 } to the spec, or write \"claimants\"")
    }
    guard let dates, !dates.contains(nil), let each, let half else { return nil }
    let claimants: ResetSpec.Claimants
    if let count {
      claimants = .count(count)
    } else if let share {
      claimants = .shareOfMembers(share)
    } else {
      return nil
    }
    return .reset(
      ResetSpec(
        dates: dates.compactMap(\.self).sorted(), claimants: claimants, perClaimant: each,
        halfLifeDays: half / 86_400))
  }

  private func resetDate(_ item: Item) -> LocalDate? {
    guard let date = date(item) else { return nil }
    if let calendar, date > calendar.end || date < calendar.start - 366 {
      report(
        .outOfRange, item,
        "\(date) is too far from the horizon of \(calendar.start) to \(calendar.end)",
        "Write a day from \(calendar.start - 366) to \(calendar.end)")
      return nil
    }
    return date
  }
}

import Forecasting
import Quantities
import Results
import Scenarios

/// What an IVR, a portal, electronic forms or a mended rule does to a queue's work, and what it costs.
struct Deflection {
  let calendar: IntervalCalendar
  let spec: DeflectionSpec
  let queue: String

  /// Share of the items that it takes in each interval.
  var taken: [Double] {
    let byDay = calendar.days.map { day -> Double in
      let since = Double(day.date - start) * 86_400
      return since < 0 ? 0 : spec.share * adoption(since)
    }
    return calendar.dayOfInterval.map { byDay[$0] }
  }

  /// Share of the items that people still see in each interval.
  var kept: [Double] { taken.map { 1 - $0 * (1 - spec.returns) } }

  private var start: LocalDate { spec.from ?? calendar.start }

  /// Share of the full effect after some seconds: straight lines between the points, from none at 0.
  private func adoption(_ since: Double) -> Double {
    guard let last = spec.adoption.last else { return 1 }
    var (time, share) = (0.0, 0.0)
    for point in spec.adoption {
      if since < point.after {
        return share + (point.share - share) * (since - time) / (point.after - time)
      }
      (time, share) = (point.after, point.share)
    }
    return last.share
  }

  /// The lines of cost for the items that meet it by interval.
  func lines(items: [Double]) -> [CostLine] {
    var found: [CostLine] = []
    func add(_ month: LocalDate, _ kind: String, _ dollars: Double, once: Bool) {
      let cents = Cents(roundingDollars: dollars)
      guard cents != .zero else { return }
      found.append(
        CostLine(
          month: month.monthText, pool: spec.name, queue: queue, kind: kind, oneOff: once,
          cents: cents))
    }
    let taken = taken
    let first = max(start, calendar.start)
    for days in calendar.months {
      let month = calendar.days[days.lowerBound].date
      let end = calendar.days[days.upperBound - 1].date
      if month <= first, first <= end { add(first, "setUp", spec.setUp, once: true) }
      let count = calendar.intervals(ofDays: days).reduce(0.0) { $0 + items[$1] * taken[$1] }
      add(month, "deflectedItems", count * spec.perItem.value(on: month), once: false)
      let running = days.count { calendar.days[$0].date >= first }
      add(
        month, "licence",
        spec.perMonth.value(on: month) * Double(running) / Double(month.daysInMonth), once: false)
    }
    return found
  }
}

/// The deflections of an alternative, applied in their order.
struct Deflections {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]

  /// The queues with the handle times of what remains.
  var remaining: [QueueSpec] {
    queues.map { queue in
      var rest = queue
      for deflection in queue.deflections {
        for step in rest.steps.indices {
          rest.steps[step].handleTime.scale(by: deflection.restHandleTime)
        }
      }
      return rest
    }
  }

  /// Takes the items off the paths and the means; returns what it costs.
  func apply(mean: inout [[Double]], paths: inout DemandPaths) -> [CostLine] {
    var found: [CostLine] = []
    for (index, queue) in queues.enumerated() where !queue.deflections.isEmpty {
      var factors = Array(repeating: 1.0, count: calendar.intervalCount)
      for spec in queue.deflections {
        let own = Deflection(calendar: calendar, spec: spec, queue: queue.name)
        found += own.lines(items: mean[index])
        let kept = own.kept
        mean[index] = zip(mean[index], kept).map { $0 * $1 }
        factors = zip(factors, kept).map { $0 * $1 }
      }
      paths = paths.scaled(queue: index, by: factors)
    }
    return found
  }
}

extension DurationSpec {
  /// Multiplies the length of time.
  fileprivate mutating func scale(by factor: Double) {
    mean *= factor
    values = values.map { $0 * factor }
  }
}

extension CostResult {
  /// Adds lines that no pool has part in.
  func adding(_ more: [CostLine]) -> CostResult {
    var all = self
    all.lines += more
    all.items += more.map {
      CostItem(
        line: $0, form: .product,
        factors: [CostFactor(name: "amount, dollars", value: $0.cents.dollars)])
    }
    all.totalCents = all.lines.map(\.cents).total()
    return all
  }
}

import Scenarios
import Simulation

/// The measures of queues and pools under the names of the contract.
enum SimulationMeasures {
  private typealias Measure = SimulationAnswer.Measure

  /// The measures of a queue.
  static func queue(
    _ spec: QueueSpec, _ results: SimulationResults, _ index: Int
  ) -> SimulationAnswer.Entry {
    let result = results.queues[index]
    var measures = [
      measure("offered", "offered", .count, result.offered),
      measure("served", "served", .count, result.served),
      measure("abandoned", "hung up", .count, result.abandoned),
      measure("blocked", "turned away, no place free", .count, result.blocked),
      measure("abandonment", "share that hung up", .share, result.abandonment),
    ]
    for (number, level) in result.serviceLevels.enumerated() {
      let within = "within \(plain(level.within))s"
      // Programs read the first threshold; people see every one.
      func add(_ name: String, _ title: String, _ value: Estimate) {
        measures.append(
          measure(
            "serviceLevel" + name, "\(within), \(title)", .share, value, inDocument: number == 0))
      }
      add("Offered", "served ÷ offered", level.offered)
      add("Answered", "served ÷ served", level.answered)
      add("Virtual", "by the offered wait", level.virtual)
      add("ExcludingShortAbandons", "without short hang-ups", level.excludingShortAbandons)
      add("WithinThreshold", "served or gone", level.withinThreshold)
    }
    measures += [
      measure(
        "waitMean", spec.steps.count > 1 ? "mean wait before the first step" : "mean wait",
        .seconds, result.waitMean),
      measure("waitP50", "median wait", .seconds, result.waitP50),
      measure("waitP90", "wait of 90 %", .seconds, result.waitP90),
      measure("waitP95", "wait of 95 %", .seconds, result.waitP95),
      measure("waitP99", "wait of 99 %", .seconds, result.waitP99),
    ]
    if spec.routing.waitingPlaces != nil,
      let blocking = results.estimate(.blocking, queue: index)
    {
      measures.append(
        measure("blocking", "share turned away", .share, blocking, inDocument: false))
    }
    if let met = result.deadlinesMet {
      var all = measure("deadlinesMet", "done in time", .share, met)
      let classes = SimulationInputs.deadlines(spec)
      all.classes = zip(classes, result.deadlinesMetByClass).map { item, value in
        measure(duration(item.within), "done within \(duration(item.within))", .share, value)
      }
      measures.append(all)
    }
    measures += more(spec, results, index)
    return SimulationAnswer.Entry(name: spec.name, kind: spec.kind.rawValue, measures: measures)
  }

  /// What people see besides.
  private static func more(
    _ spec: QueueSpec, _ results: SimulationResults, _ index: Int
  ) -> [SimulationAnswer.Measure] {
    let result = results.queues[index]
    var measures = [
      measure(
        "speedOfAnswer", "mean wait of the served", .seconds, result.speedOfAnswer,
        inDocument: false),
      measure(
        "turnaroundMean", "mean time until done", .seconds, result.turnaroundMean,
        inDocument: false),
      measure(
        "waitingAtEnd", "not yet begun at the end", .count, result.waitingAtEnd, inDocument: false),
      measure(
        "inServiceAtEnd", "under way at the end", .count, result.inServiceAtEnd,
        inDocument: false),
    ]
    func count(_ count: QueueCount, _ name: String, _ title: String) {
      guard let value = results.estimate(.count(count), queue: index), value.mean > 0 else {
        return
      }
      measures.append(measure(name, title, .count, value, inDocument: false))
    }
    count(.closed, "closed", "came while closed")
    count(.redials, "redials", "tried again")
    count(.callbacks, "callbacks", "asked to be called back")
    count(.attempts, "attempts", "attempts to reach")
    count(.unreached, "unreached", "never reached")
    count(.droppedOut, "droppedOut", "left between steps")
    return measures
  }

  /// The measures of a pool.
  static func pool(_ spec: PoolSpec, _ result: PoolResult) -> SimulationAnswer.Entry {
    func hours(_ value: Estimate) -> Estimate {
      Estimate(
        mean: value.mean / 3600, halfWidth: value.halfWidth / 3600, isDefined: value.isDefined)
    }
    return SimulationAnswer.Entry(
      name: spec.name, kind: spec.agents.map { "\($0) people" } ?? "people by shifts",
      measures: [
        measure("occupancy", "occupancy", .share, result.occupancy),
        measure("handled", "steps done", .count, result.handled, inDocument: false),
        measure(
          "staffedHours", "hours at work", .hours, hours(result.staffedSeconds),
          inDocument: false),
        measure(
          "overtimeHours", "hours after time", .hours, hours(result.overtimeSeconds),
          inDocument: false),
      ])
  }

  /// The half-widths wanted of every queue: its first service level, hang-ups and deadlines.
  static func targets(_ queues: [QueueSpec], halfWidth: Double) -> [PrecisionTarget] {
    queues.enumerated().flatMap { index, queue in
      var measures: [QueueMeasure] = []
      if queue.kind == .voice || queue.kind == .chat {
        measures.append(.serviceLevel(.offered, threshold: 0))
        if queue.patience != nil { measures.append(.abandonment) }
      }
      if !SimulationInputs.deadlines(queue).isEmpty {
        measures.append(.deadlinesMet(deadlineClass: nil))
      }
      return measures.map { PrecisionTarget(measure: $0, queue: index, halfWidth: halfWidth) }
    }
  }

  private static func measure(
    _ name: String, _ title: String, _ unit: SimulationAnswer.Unit, _ value: Estimate,
    inDocument: Bool = true
  ) -> SimulationAnswer.Measure {
    var measure = Measure(
      name: name, title: title, unit: unit, mean: value.isDefined ? value.mean : nil,
      halfWidth: value.isDefined && value.halfWidth.isFinite ? value.halfWidth : nil)
    measure.isInDocument = inDocument
    return measure
  }

  /// Seconds as a spec writes them, such as `72h`.
  static func duration(_ seconds: Double) -> String {
    for (unit, size) in [("h", 3600.0), ("m", 60.0)] where seconds >= size {
      let count = seconds / size
      if count == count.rounded() { return plain(count) + unit }
    }
    return plain(seconds) + "s"
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}

import Scenarios
import Simulation

/// The measures of queues and pools under the names of the contract.
enum SimulationMeasures {
  private typealias Measure = SimulationAnswer.Measure

  /// The end of the name and the words of each definition of service level.
  private static let levelWords:
    [Simulation.ServiceLevelDefinition: (name: String, title: String)] = [
      .offered: ("Offered", "served ÷ offered"), .answered: ("Answered", "served ÷ served"),
      .virtual: ("Virtual", "by the offered wait"),
      .excludingShortAbandons: ("ExcludingShortAbandons", "without short hang-ups"),
      .withinThreshold: ("WithinThreshold", "served or gone"),
    ]

  /// The measures that are also given with the chance excess of arrivals taken out.
  private static let controlled: [String: QueueMeasure] = [
    "abandonment": .abandonment, "waitMean": .waitMean,
    "serviceLevelOffered": .serviceLevel(.offered, threshold: 0),
    "deadlinesMet": .deadlinesMet(deadlineClass: nil),
  ]

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
      func add(_ definition: Simulation.ServiceLevelDefinition, _ value: Estimate) {
        let words = levelWords[definition] ?? ("", "")
        measures.append(
          measure(
            "serviceLevel" + words.name, "\(within), \(words.title)", .share, value,
            inDocument: number == 0))
      }
      add(.offered, level.offered)
      add(.answered, level.answered)
      add(.virtual, level.virtual)
      add(.excludingShortAbandons, level.excludingShortAbandons)
      add(.withinThreshold, level.withinThreshold)
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
    for position in measures.indices {
      guard measures[position].isInDocument,
        let measure = controlled[measures[position].name]
      else { continue }
      if let value = results.controlled(measure, queue: index), value.isDefined,
        value.halfWidth.isFinite
      {
        measures[position].controlled = SimulationAnswer.Controlled(
          mean: value.mean, halfWidth: value.halfWidth)
      }
    }
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
        "waitingAtEnd", "not yet begun at the end", .count, result.waitingAtEnd),
      measure(
        "inServiceAtEnd", "under way at the end", .count, result.inServiceAtEnd),
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

  /// The measures of a queue in one period, by the first threshold.
  static func periodMeasures(
    _ spec: QueueSpec, estimate: (QueueMeasure) -> Estimate?
  ) -> [SimulationAnswer.Measure] {
    var measures: [SimulationAnswer.Measure] = []
    func add(
      _ name: String, _ title: String, _ unit: SimulationAnswer.Unit, _ value: QueueMeasure
    ) {
      guard let value = estimate(value) else { return }
      measures.append(measure(name, title, unit, value))
    }
    add("offered", "offered", .count, .count(.offered))
    add("served", "served", .count, .count(.served))
    add("abandoned", "hung up", .count, .count(.abandoned))
    add("blocked", "turned away", .count, .count(.blocked))
    add("abandonment", "share that hung up", .share, .abandonment)
    for definition in Simulation.ServiceLevelDefinition.allCases {
      let words = levelWords[definition] ?? ("", "")
      add(
        "serviceLevel" + words.name, words.title, .share, .serviceLevel(definition, threshold: 0))
    }
    add("waitMean", "mean wait", .seconds, .waitMean)
    if let met = estimate(.deadlinesMet(deadlineClass: nil)) {
      var all = measure("deadlinesMet", "done in time", .share, met)
      all.classes = SimulationInputs.deadlines(spec).enumerated().compactMap { index, item in
        estimate(.deadlinesMet(deadlineClass: index)).map {
          measure(duration(item.within), "done within \(duration(item.within))", .share, $0)
        }
      }
      measures.append(all)
    }
    add("waitingAtEnd", "not yet begun at the end", .count, .waitingAtEnd)
    add("inServiceAtEnd", "under way at the end", .count, .inServiceAtEnd)
    return measures
  }

  /// The measures of a pool.
  static func pool(
    occupancy: Estimate, handled: Estimate, staffed: Estimate, overtime: Estimate
  ) -> [SimulationAnswer.Measure] {
    func hours(_ value: Estimate) -> Estimate {
      Estimate(
        mean: value.mean / 3600, halfWidth: value.halfWidth / 3600, isDefined: value.isDefined)
    }
    return [
      measure("occupancy", "occupancy", .share, occupancy),
      measure("handled", "steps done", .count, handled),
      measure("staffedHours", "hours at work", .hours, hours(staffed)),
      measure("overtimeHours", "hours after time", .hours, hours(overtime)),
    ]
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

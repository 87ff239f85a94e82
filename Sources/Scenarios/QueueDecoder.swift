import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads a queue.
  func queue(_ name: String, _ item: Item) -> QueueSpec? {
    guard let kind = kindOf(item) else { return nil }
    let item = withPresets(item, kind: kind)
    guard let reader = ObjectReader(item, queueKeys(kind), self) else { return nil }
    let hours = datedHours(reader)
    let onHolidays = reader.flag("openOnHolidays", or: false, "queues rest on holidays")
    let drivers = driverSpecs(reader, queue: name)
    if kind == .scheduled { checkScheduled(reader) }
    let effects = effectSpecs(reader, drivers)
    let steps = stepSpecs(reader, queue: name)
    let patience = patienceSpec(reader, kind)
    let factors = chatFactors(reader, kind)
    let outbound = outboundTerms(reader, kind)
    let work = steps.map { steps in
      (
        handling: steps.reduce(0) { $0 + $1.handleTime.mean },
        outside: steps.reduce(0) { $0 + ($1.wait?.mean ?? 0) }
      )
    }
    let goals = goalSpecs(reader, kind: kind, work: work)
    let routing = routing(
      reader, kind,
      hasDeadline: goals?.contains { if case .deadline = $0.measure { true } else { false } }
        ?? true)
    guard let hours, let drivers, let effects, let steps, let patience, let factors, let outbound,
      let goals,
      isEverOpen(reader, hours, onHolidays: onHolidays),
      meetsOpenHours(reader, drivers, hours, kind: kind)
    else { return nil }
    var spec = QueueSpec(
      name: name, kind: kind, hours: hours, openOnHolidays: onHolidays, drivers: drivers,
      steps: steps, patience: patience.spec, concurrencyFactors: factors,
      connectRate: outbound.connectRate, maximumAttempts: outbound.attempts,
      attemptTime: outbound.attemptTime, goals: goals)
    (spec.routing, spec.effects) = (routing, effects)
    spec.deflections = deflections(reader)
    spec.client = reader.text("client") ?? ""
    return spec
  }

  private func kindOf(_ item: Item) -> QueueSpec.Kind? {
    guard item.members != nil else {
      reportKind(item, .object(queueKeys(.voice)))
      return nil
    }
    let built = QueueSpec.Kind.allCases.map(\.rawValue)
    guard let place = item.member("kind") else {
      report(
        .missingKey, item, "\"kind\" is missing from a queue",
        "Add \"kind\" with one of \(quotedList(built))")
      return nil
    }
    return choice(place, .choice(QueueSpec.Kind.self), as: QueueSpec.Kind.self)
  }

  /// Scheduled work has no other causes than a calendar.
  private func checkScheduled(_ reader: ObjectReader) {
    for driver in reader.item("drivers")?.elements ?? []
    where driver.members != nil && driver.member("calendar") == nil {
      report(
        .contradiction, driver, "scheduled work comes by a calendar",
        "Write \"calendar\": { \"items\": 40, \"every\": \"month\", \"businessDay\": 5 }, or \"kind\": \"case\""
      )
    }
  }

  private func datedHours(_ reader: ObjectReader) -> Dated<WeeklyHours>? {
    reader.note("hours", "24/7", "no hours are given")
    guard let item = reader.item("hours") else { return Dated(.always) }
    guard let hours = dated(item, .hours, { self.hours($0) }) else { return nil }
    if !hasCalendar {
      warn(
        item, "without a calendar every queue is always open, so these hours change nothing",
        "Add \"calendar\" to the spec, or leave them out")
    }
    if let seconds = calendar?.intervalSeconds {
      let minutes = seconds / 60
      let edges = hours.steps.flatMap { $0.value.spans.joined() }
        .flatMap { [$0.lowerBound, $0.upperBound] }
      if edges.contains(where: { !$0.isMultiple(of: minutes) }) {
        warn(
          item, "these hours begin or end inside an interval of \(minutes) minutes",
          "An interval counts as open when its first minute is; use a shorter calendar.interval")
      }
    }
    return hours
  }

  /// A length of time that may be absent, as opposed to one that cannot be read.
  private struct OptionalDuration {
    var spec: DurationSpec?
  }

  private func patienceSpec(_ reader: ObjectReader, _ kind: QueueSpec.Kind) -> OptionalDuration? {
    guard kind == .voice || kind == .chat else { return OptionalDuration(spec: nil) }
    reader.note("patience", "endless", "none is given, so nobody hangs up")
    guard let item = reader.item("patience") else { return OptionalDuration(spec: nil) }
    return durationSpec(item).map { OptionalDuration(spec: $0) }
  }

  private func stepSpecs(_ reader: ObjectReader, queue: String) -> [StepSpec]? {
    let hasSteps = reader.table.validNames.contains("steps") && reader.has("steps")
    if hasSteps && reader.has("handleTime") {
      reader.report(
        .contradiction, "handleTime", "the work is given by \"steps\" and by \"handleTime\"",
        "Keep one of them")
      return nil
    }
    if hasSteps && reader.has("requires") {
      reader.report(
        .misplacedKey, "requires", "with steps, each step says what it requires",
        "Move it into a step")
    }
    guard hasSteps else {
      let requires = reader.texts("requires")?.map(\.text) ?? []
      guard let item = reader.item("handleTime") else {
        // Where the table requires it, its absence is already noted.
        if reader.table.key("handleTime")?.need != .required {
          report(
            .missingKey, reader.item, "the queue has no work in it",
            "Add \"handleTime\": \"6m30s\", or \"steps\" with one for each step")
        }
        return nil
      }
      return durationSpec(item).map { [StepSpec(name: queue, handleTime: $0, requires: requires)] }
    }
    guard let elements = reader.list("steps") else { return nil }
    var found: [StepSpec] = []
    for element in elements {
      guard let inner = ObjectReader(element, stepKeys, self) else { continue }
      let name = inner.text("name")
      let handleTime = inner.item("handleTime").flatMap { durationSpec($0) }
      let requires = inner.texts("requires")?.map(\.text) ?? []
      let wait = inner.item("wait").flatMap { durationSpec($0) }
      let dropOut = inner.number("dropOut")
      guard let name, let handleTime else { continue }
      for key in ["wait", "dropOut"] where found.isEmpty && inner.has(key) {
        inner.report(
          .contradiction, key, "\"\(key)\" stands before the first step",
          "Move it to the step that it comes before")
      }
      if found.contains(where: { $0.name == name }) {
        inner.report(
          .duplicateName, "name", "another step has the same name", "Give each step its own name")
        continue
      }
      var step = StepSpec(name: name, handleTime: handleTime, requires: requires)
      step.wait = wait
      step.dropOut = dropOut ?? 0
      found.append(step)
    }
    return found.count == elements.count ? found : nil
  }

  private func chatFactors(_ reader: ObjectReader, _ kind: QueueSpec.Kind) -> [Double]? {
    guard kind == .chat else { return [1] }
    guard let count = reader.whole("concurrency") else { return nil }
    guard reader.has("slowdown") else {
      guard count > 1 else { return [1] }
      report(
        .missingKey, reader.item, "\"slowdown\" is missing from a chat queue with concurrency",
        "Add \"slowdown\" with \(count) numbers: the handle time with 1, 2, … chats open relative "
          + "to one, such as [1, 1.15, 1.35] for three")
      return nil
    }
    guard let elements = reader.list("slowdown") else { return nil }
    let factors = elements.compactMap { number($0, .number(.from(1, to: 20), example: "1.15")) }
    guard factors.count == elements.count else { return nil }
    guard factors.count == count else {
      reader.report(
        .contradiction, "slowdown",
        "there are \(factors.count) numbers for a concurrency of \(count)",
        "Write \(count) numbers, the first of them 1")
      return nil
    }
    if factors[0] != 1 {
      report(
        .contradiction, elements[0], "the first number is \(plain(factors[0]))",
        "Write 1: handle time with one chat open is what \"handleTime\" says")
      return nil
    }
    for index in factors.indices.dropFirst() where factors[index] < factors[index - 1] {
      report(
        .contradiction, elements[index], "more chats open make each of them faster here",
        "Write at least \(plain(factors[index - 1]))")
      return nil
    }
    return factors
  }

  private func outboundTerms(
    _ reader: ObjectReader, _ kind: QueueSpec.Kind
  ) -> (connectRate: Double, attempts: Int, attemptTime: Double)? {
    guard kind == .outbound else { return (1, 1, 0) }
    let rate = reader.number("connectRate")
    let attempts = reader.whole("attempts", or: 1, "one attempt for each item")
    let time = reader.duration("attemptTime")
    guard let rate, let time else { return nil }
    return (rate, attempts, time)
  }
}

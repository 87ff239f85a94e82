import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads the goals of a queue; nothing when one of them cannot be read.
  ///
  /// Live queues have waiting times, deferred ones deadlines, which must be longer than `work`: the
  /// mean time of all steps together, in hand and waiting outside, when it could be read.
  func goalSpecs(
    _ reader: ObjectReader, kind: QueueSpec.Kind, work: (handling: Double, outside: Double)?
  ) -> [GoalSpec]? {
    guard let item = reader.item("goals") else { return [] }
    if item.elements?.isEmpty == true { return [] }
    guard let elements = reader.list("goals") else { return nil }
    var found: [GoalSpec] = []
    var isComplete = true
    for element in elements {
      guard
        let goals = goalSpecs(element, kind: kind, hasPatience: reader.has("patience"), work: work)
      else {
        isComplete = false
        continue
      }
      if found.contains(where: { known in goals.contains { known.promisesSame(as: $0) } }) {
        report(
          .contradiction, element,
          "a goal before it promises the same thing over the same period",
          "Keep one of the two")
        isComplete = false
      }
      found += goals
    }
    return isComplete ? found : nil
  }

  /// Reads one promise: a goal, or one for each span when its values change by date.
  private func goalSpecs(
    _ item: Item, kind: QueueSpec.Kind, hasPatience: Bool,
    work: (handling: Double, outside: Double)?
  ) -> [GoalSpec]? {
    guard item.members != nil else {
      reportKind(item, .object(goalKeys(.serviceLevel)))
      return nil
    }
    guard let place = item.member("measure") else {
      report(
        .missingKey, item, "\"measure\" is missing from a goal",
        "Add \"measure\" with one of \(quotedList(MeasureWord.allCases.map(\.rawValue)))")
      return nil
    }
    guard let word = choice(place, .choice(MeasureWord.self), as: MeasureWord.self),
      let reader = ObjectReader(item, goalKeys(word), self)
    else { return nil }
    let isLive = kind == .voice || kind == .chat
    guard isLive != (word == .deadline) else {
      report(
        .contradiction, place,
        "a \(kind.rawValue) queue cannot have a goal on \"\(word.rawValue)\"",
        isLive
          ? "Write \"serviceLevel\", \"speedOfAnswer\" or \"abandonment\"" : "Write \"deadline\"")
      return nil
    }
    if word == .abandonment && !hasPatience {
      report(
        .missingPart, place, "without patience nobody hangs up, so the goal is always met",
        "Add \"patience\": \"3m\" to the queue, or leave the goal out")
    }
    let over = reader.choice("over", or: GoalSpec.Period.month, "the usual period of a promise")
    let required = reader.flag("required", or: true, "a promise counts unless the spec says not")
    guard let measures = measureSpecs(word, reader, work: work) else { return nil }
    let floor = reader.table.key("floor") == nil ? nil : floorSpec(reader, over: over)
    var penalty: (fee: Double, atRisk: Double, capPerYear: Double?)?
    if let inner = reader.object("penalty"), let fee = inner.number("fee"),
      let share = inner.number("atRisk")
    {
      penalty = (fee, share, inner.number("capPerYear"))
    }
    return measures.steps.indices.map { place in
      var goal = GoalSpec(
        measure: measures.steps[place].value, over: over, floor: floor, required: required)
      // The first value also holds before its date.
      goal.from = place > 0 ? measures.steps[place].from : nil
      goal.until =
        place + 1 < measures.steps.count ? measures.steps[place + 1].from - 1 : nil
      goal.penalty = penalty
      return goal
    }
  }

  private func measureSpecs(
    _ word: MeasureWord, _ reader: ObjectReader, work: (handling: Double, outside: Double)?
  ) -> Dated<GoalSpec.Measure>? {
    switch word {
    case .serviceLevel:
      let within = reader.durations("within")
      let share = reader.dollars("share")
      let definition = reader.choice(
        "definition", or: ServiceLevelDefinition.offered,
        "the usual one: served in time ÷ all")
      guard let within, let share else { return nil }
      return within.combined(with: share) {
        .serviceLevel(within: $0, share: $1, definition: definition)
      }
    case .speedOfAnswer:
      return reader.durations("within").map { $0.map { .speedOfAnswer(seconds: $0) } }
    case .abandonment: return reader.dollars("share").map { $0.map { .abandonment(share: $0) } }
    case .deadline:
      let classes = deadlineClasses(reader, work: work)
      let clock = reader.choice(
        "clock", or: GoalSpec.Clock.calendar, "regulatory clocks run day and night")
      let met = reader.number("met", or: 1, "no regulation states an allowed share of late cases")
      let probability = reader.number("planningProbability")
      guard let classes, let probability else { return nil }
      return Dated(
        .deadline(classes: classes, clock: clock, met: met, planningProbability: probability))
    }
  }

  private func floorSpec(
    _ reader: ObjectReader, over: GoalSpec.Period
  ) -> (over: GoalSpec.Period, share: Double)? {
    guard let inner = reader.object("floor") else { return nil }
    let period = inner.choice("over", as: GoalSpec.Period.self)
    let share = inner.number("share")
    guard let period, let share else { return nil }
    let all = GoalSpec.Period.allCases
    if let own = all.firstIndex(of: over), let its = all.firstIndex(of: period), its >= own {
      inner.report(
        .contradiction, "over",
        "the floor's \(period.rawValue) is not shorter than the goal's \(over.rawValue)",
        own == 0
          ? "Leave the floor out: the goal already holds in every interval"
          : "Write one of \(quotedList(all[..<own].map(\.rawValue)))")
    }
    if let goal = reader.dollars("share")?.steps.map(\.value).min(), share > goal {
      inner.report(
        .contradiction, "share",
        "the floor's share of \(plain(share)) is above the goal's of \(plain(goal))",
        "Write less than \(plain(goal)), such as \(plain((goal * 75).rounded() / 100))")
    }
    return (period, share)
  }

  private func deadlineClasses(_ reader: ObjectReader, work: (handling: Double, outside: Double)?)
    -> [GoalSpec.DeadlineClass]?
  {
    guard let elements = reader.list("classes"), let whole = reader.item("classes") else {
      return nil
    }
    var found: [GoalSpec.DeadlineClass] = []
    // Waits outside take open hours as well, but how many depends on when they begin.
    let isOpenHours = reader.item("clock")?.value.string == GoalSpec.Clock.businessHours.rawValue
    let least = work.map { $0.handling + (isOpenHours ? 0 : $0.outside) }
    for element in elements {
      guard let inner = ObjectReader(element, deadlineClassKeys, self) else { continue }
      let share = inner.number("share")
      let within = inner.duration("within")
      guard let share, let within else { continue }
      if found.contains(where: { $0.within == within }) {
        inner.report(
          .duplicateName, "within", "another class has the same time",
          "Add the shares of the two and keep one class")
      }
      if let work, let least, within <= least {
        let what = work.handling < least ? "the work with its waits outside" : "the work alone"
        inner.report(
          .contradiction, "within",
          "\(what) takes \(durationText(least.rounded())) on average, so this deadline cannot be kept",
          "Write more than \"\(durationText(least.rounded()))\"")
      }
      found.append(.init(share: share, within: within))
    }
    guard found.count == elements.count else { return nil }
    let sum = found.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) <= 1e-9 else {
      report(
        .contradiction, whole,
        "the shares of the classes sum to \(plain((sum * 1e9).rounded() / 1e9))",
        "Write shares that sum to 1")
      return nil
    }
    return found
  }
}

extension GoalSpec {
  /// Whether two goals promise the same thing over the same period, by whatever values.
  fileprivate func promisesSame(as other: GoalSpec) -> Bool {
    guard over == other.over else { return false }
    switch (measure, other.measure) {
    case (
      .serviceLevel(let within, _, let definition),
      .serviceLevel(let otherWithin, _, let otherDefinition)
    ):
      return within == otherWithin && definition == otherDefinition
    case (.speedOfAnswer, .speedOfAnswer), (.abandonment, .abandonment), (.deadline, .deadline):
      return true
    default: return false
    }
  }
}

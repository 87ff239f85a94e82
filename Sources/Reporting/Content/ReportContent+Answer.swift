import Quantities
import Results

/// The first screen: the answer in words and numbers.
extension ReportContent {
  /// The answer in a few sentences.
  var answer: [Prose] {
    guard let leading else {
      return ["This scenario has no alternative, so there is no plan to recommend."]
    }
    let total = leading.plan.total(through: result.horizon.end)
    let people = Show.aboutPeople(total.averagePeople)
    let peak = Show.aboutPeople(total.peakPeople)
    let peakMonth = total.peakWeek.map { " in \(Show.month($0.monthText))" } ?? ""
    let cost = costWords(leading)
    let average = peopleNoun(people, total.averagePeople)
    let level: Prose =
      people == peak
      ? "\(strong: average) throughout"
      : "\(strong: average) on average and \(peak) at the peak\(peakMonth)"
    var staffing: Prose =
      "Choose \(strong: leading.name): \(level), for \(strong: cost) over \(horizonWords)."
    if !leading.planned, leading.certified {
      staffing =
        "Today’s people are enough: \(strong: leading.name) keeps every promise with \(level), for \(strong: cost) over \(horizonWords)."
    } else if !leading.planned {
      staffing =
        "Nobody was planned for \(strong: leading.name): it runs on \(level), for \(strong: cost) over \(horizonWords)."
    } else if !leading.certified {
      staffing =
        "No plan keeps every promise. The closest, \(strong: leading.name), has \(level), for \(strong: cost) over \(horizonWords)."
    }
    return [staffing, hiring(leading), waiting, service(leading)].filter { !$0.isEmpty }
  }

  /// The numbers that matter.
  var keyFigures: [KeyFigure] {
    guard let leading else { return [] }
    let plan = leading.plan
    let total = plan.total(through: result.horizon.end)
    let first = plan.firstDecisions
    let peak = Show.roughPeople(total.peakPeople)
    let peakWeek = total.peakWeek.map { ", week of \(Show.date($0))" } ?? ""
    var figures = [
      KeyFigure(
        label: "People, on average", value: Show.roughPeople(total.averagePeople),
        note: "\(peak) at the peak\(peakWeek)")
    ]
    if let decision = first.first?.decision {
      let people = first.reduce(0) { $0 + $1.decision.people }
      figures.append(
        KeyFigure(
          label: "Last safe date to start hiring", value: Show.date(decision.decideBy),
          note: "for the first \(people) of \(Show.plural(total.hires, "person", "people"))"))
    } else {
      figures.append(
        KeyFigure(
          label: "Hiring", value: "None", note: "this alternative brings nobody in"))
    }
    figures.append(
      KeyFigure(
        label: "Cost over \(horizonWords)", value: costWords(leading), note: comparedCost(leading)))
    figures.append(certainty(leading))
    return figures
  }

  /// What stands under the numbers on the first screen.
  var opening: [Block] {
    guard let leading else { return [] }
    return [
      .columns([.table(peopleTable(leading))], [.table(choicesTable())]),
      .columns(
        [.heading("How sure is this"), .list(sureness(leading))],
        [.heading("What drives it"), .list(drivers)]),
    ]
  }

  /// The cost of an alternative as a headline.
  func costWords(_ alternative: AlternativeResult) -> String {
    guard let range = fittingRange(alternative) else {
      return Show.roughMoney(alternative.costCents)
    }
    return Show.moneyRange(range.p10, range.p90)
  }

  /// The range of an alternative's cost where the cost of its plan lies inside; a range that the
  /// plan itself leaves would mislead as a headline.
  func fittingRange(_ alternative: AlternativeResult) -> CostRange? {
    alternative.costRange.flatMap {
      $0.p10 <= alternative.costCents && alternative.costCents <= $0.p90 ? $0 : nil
    }
  }

  private func peopleNoun(_ text: String, _ people: Double) -> String {
    people == 1 ? "\(text) person" : "\(text) people"
  }

  private func hiring(_ alternative: AlternativeResult) -> Prose {
    let first = alternative.plan.firstDecisions
    guard let decision = first.first?.decision else {
      return alternative.planned ? "It hires nobody.\(teaching(alternative.plan))" : ""
    }
    let parts = first.map {
      "\(Show.plural($0.decision.people, "person", "people")) for \($0.pool)"
    }
    let rest = alternative.plan.decisions.count - first.count
    let more =
      rest > 0 ? "; \(Show.plural(rest, "more decision follows", "more decisions follow"))" : ""
    let owner = result.owner.map { " The decision is the \($0)’s." } ?? ""
    return
      "Start hiring by \(strong: Show.weekdayDate(decision.decideBy)): \(Show.list(parts))\(more).\(teaching(alternative.plan))\(owner)"
  }

  /// What it means to decide two weeks later; empty when it was not tried.
  private var waiting: Prose {
    guard let late = result.whatIfs.first(where: { $0.delayDays == 14 }), let leading else {
      return ""
    }
    let change = late.costChangeCents
    let isSmall = abs(change.dollars) < leading.costCents.dollars / 1000
    let cost =
      isSmall
      ? "costs nothing worth mentioning"
      : "costs about \(Show.roughMoney(Cents(abs(change.value)), digits: 2)) \(change.value > 0 ? "more" : "less")"
    // Only what waiting adds to the hours that nobody covers anyway.
    let hours = late.shortHours - (result.whatIfs.first?.shortHours ?? 0)
    guard hours >= 1, let week = late.firstShortWeek else {
      return "Waiting two weeks \(strong: cost) and leaves no more work undone."
    }
    let more = (result.whatIfs.first?.shortHours ?? 0) >= 1 ? "more " : ""
    let since = more.isEmpty ? " from the week of \(Show.date(week)) on" : ""
    return
      "Waiting two weeks \(strong: cost) and leaves about \(Show.roughPeople(hours)) \(more)hours of work undone\(since)."
  }

  private func service(_ alternative: AlternativeResult) -> Prose {
    if let goal = alternative.proof.firstMissedGoal {
      return
        "It is \(strong: "not certified"): in \(goal.queue), the promise “\(goal.goal)” \(failure(goal))."
    }
    guard alternative.certified else { return "It is \(strong: "not certified")." }
    guard let baseline = result.baseline, let goal = baseline.proof.firstMissedGoal else {
      return "It keeps every required promise in the simulation."
    }
    return
      "It keeps every required promise in the simulation. If nothing changes, \(goal.queue) \(failure(goal)): “\(goal.goal)”."
  }

  private func comparedCost(_ alternative: AlternativeResult) -> Prose {
    let range = fittingRange(alternative).map {
      "P50 \(Show.roughMoney($0.p50)), P90 \(Show.roughMoney($0.p90))"
    }
    let exact = range ?? "\(Show.money(alternative.costCents)) to the cent"
    guard let other = rival(of: alternative) else { return Prose(exact) }
    let difference = alternative.costCents - other.costCents
    let amount = Show.roughMoney(Cents(abs(difference.value)))
    return "\(exact); \(amount) \(difference.value > 0 ? "more" : "less") than “\(other.name)”"
  }

  /// The plan against which a plan is judged: the one of employees alone, else the dearest other that keeps
  /// the same promises.
  private func rival(of alternative: AlternativeResult) -> AlternativeResult? {
    let point = result.comparison?.breakEvens.first { $0.alternative == alternative.name }
    if let name = point?.against, let other = result.alternative(named: name) { return other }
    return result.alternatives.filter {
      $0.planned && $0.certified == alternative.certified && $0.name != alternative.name
    }.max { $0.costCents < $1.costCents }
  }

  private func certainty(_ alternative: AlternativeResult) -> KeyFigure {
    guard alternative.certified else {
      let missed = alternative.proof.missedGoals.count
      return KeyFigure(
        label: "Service", value: "Not certified",
        note: missed > 0
          ? "misses \(Show.plural(missed, "required goal", "required goals"))"
          : "the simulation does not confirm it")
    }
    if let share = alternative.proof.pathShare {
      return KeyFigure(
        label: "Service", value: "Certified",
        note:
          "planned for \(planFor(alternative)) of futures; every promise kept in \(Show.percent(share.mean, 0)) ± \(Show.decimal(share.halfWidth * 100, 0)) points of \(alternative.proof.pathsSimulated) simulated ones"
      )
    }
    return KeyFigure(
      label: "Service", value: "Certified",
      note: "in the simulation, for \(planFor(alternative)) of futures by the closed forms")
  }

  private func peopleTable(_ alternative: AlternativeResult) -> Table {
    let pools = alternative.plan.summaries(through: result.horizon.end)
    let total = alternative.plan.total(through: result.horizon.end)
    func row(_ name: String, _ pool: PoolSummary) -> [Table.Cell] {
      [
        .init(name), .init(Show.decimal(pool.averagePeople, 0)),
        .init(Show.decimal(pool.peakPeople, 0)), .init(Show.count(pool.hires)),
      ]
    }
    return Table(
      caption: "People in “\(alternative.name)”",
      columns: [.text("Kind"), .number("Average"), .number("Peak"), .number("To hire")],
      rows: pools.map { row("\($0.pool) · \($0.isVA ? "VA" : "FTE")", $0) },
      totals: pools.count > 1 ? [row("Together", total)] : [],
      note: "FTE: employee. VA: virtual assistant, a remote contractor. Training is included.")
  }

  private func choicesTable() -> Table {
    // Ranges compare only when each plan has one.
    let isRanged = result.alternatives.filter(\.planned).allSatisfy {
      fittingRange($0) != nil
    }
    return Table(
      caption: "The alternatives",
      columns: [.text("Alternative"), .text("Promises"), .number("Cost")],
      rows: result.alternatives.map { alternative in
        [
          .init(alternative.name), verdict(alternative),
          .init(isRanged ? costWords(alternative) : Show.roughMoney(alternative.costCents)),
        ]
      }, highlighted: result.alternatives.firstIndex { $0.name == leading?.name })
  }

  /// Whether an alternative keeps its promises, in a word or two.
  func verdict(_ alternative: AlternativeResult) -> Table.Cell {
    if alternative.certified { return .init("✓\u{A0}kept", .good) }
    guard let goal = alternative.proof.firstMissedGoal else {
      return .init("✗\u{A0}not certified", .bad)
    }
    guard let date = goal.firstFailure else { return .init("✗\u{A0}missed", .bad) }
    return .init("✗\u{A0}fails \(Show.date(date.startOfWeek))", .bad)
  }

  private func sureness(_ alternative: AlternativeResult) -> [Prose] {
    let (proof, requirement) = (alternative.proof, alternative.requirement)
    var found: [Prose] = [
      "People are required for demand \(strong: Show.decimal(requirement.planningFactor, 3) + " ×") the mean forecast, which meets the goals in \(strong: Show.percent(requirement.pathsMet, 0)) of futures by the closed forms.",
      "The plan was simulated \(Show.plural(proof.replications, "time", "times")) on the future whose required hours rank at \(planFor(alternative)) of all.",
    ]
    if let share = proof.pathShare {
      found.append(
        "Over \(Show.plural(proof.pathsSimulated, "sampled future", "sampled futures")), every required goal is met in \(strong: Show.percent(share.mean, 0)) ± \(Show.decimal(share.halfWidth * 100, 0)) points."
      )
    }
    if let range = fittingRange(alternative) {
      found.append(
        "Cost: 80 % of futures lie within \(Show.moneyRange(range.p10, range.p90)); the median is \(Show.roughMoney(range.p50))."
      )
    }
    return found
  }

  private var drivers: [Prose] {
    let largest = result.sensitivitiesByEffect.prefix(4)
    guard !largest.isEmpty else {
      return ["No input was varied, so the report cannot say what drives the answer."]
    }
    return largest.map { one in
      "\(strong: one.input): \(Show.signs(one.low)) changes the cost by \(Show.signedRoughMoney(one.lowCents)), \(Show.signs(one.high)) by \(Show.signedRoughMoney(one.highCents))."
    }
  }
}

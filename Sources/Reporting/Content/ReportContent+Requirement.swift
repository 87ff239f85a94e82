import Quantities
import Results

/// The people needed by half hour, and one interval worked in full.
extension ReportContent {
  /// Requirement against plan, by half hour and week, with the worked interval.
  func requirementSection(_ alternative: AlternativeResult) -> Section {
    let requirement = alternative.requirement
    var blocks: [Block] = []
    if let week = requirement.busiestWeek(of: result.horizon),
      let grid = weekGrid(alternative, week)
    {
      blocks.append(.figure(heatFigure(grid)))
      if let spare = spareFigure(grid) { blocks.append(.figure(spare)) }
      blocks.append(.figure(stepFigure(alternative, week: week)))
      if let weeks = weeksFigure(alternative) { blocks.append(.figure(weeks)) }
    }
    if !requirement.units.isEmpty { blocks.append(.table(unitsTable(requirement))) }
    let worked = requirement.units.compactMap { unit in unit.example.map { (unit, $0) } }
    if let (unit, example) = worked.first {
      blocks.append(.heading("One interval, to recompute"))
      blocks += workedBlocks(unit, example)
    }
    if worked.count > 1 {
      blocks.append(
        .folded(
          "The same for the other live queues",
          worked.dropFirst().flatMap { [.heading($0.queue)] + workedBlocks($0, $1) }))
    }
    return Section(
      anchor: "requirement", title: "How many people the work needs",
      lead:
        "Agents at work by interval, for demand \(Show.decimal(requirement.planningFactor, 3)) × the mean forecast. Shrinkage, training and turnover come on top of these in the plan.",
      blocks: blocks)
  }

  private func stepFigure(_ alternative: AlternativeResult, week: Range<Int>) -> Figure {
    let horizon = result.horizon
    let from = horizon.intervals(ofDay: week.lowerBound).lowerBound
    let to = horizon.intervals(ofDay: week.upperBound - 1).upperBound
    func cut(_ series: [Int]) -> [Int] {
      let stop = min(to, series.count)
      return from < stop ? Array(series[from..<stop]) : []
    }
    let required = cut(alternative.requirement.agentsByInterval)
    let planned = cut(alternative.plan.agentsByInterval)
    let short = zip(required, planned).filter { $0 > $1 }.count
    let chart = StepChart(
      required: required, planned: planned,
      days: week.map { day in
        let share =
          Double(horizon.intervals(ofDay: day).lowerBound - from) / Double(max(1, to - from))
        return (share, (horizon.start + day).weekday.shortName)
      })
    let words =
      short == 0
      ? "Planned people reach the requirement in every interval of this week."
      : "Planned people are below the requirement in \(short) of \(required.count) intervals of this week."
    return Figure(
      title: "Planned against required, the same week", caption: Prose(words),
      alternative:
        "\(words) Required at most \(Show.count(required.max() ?? 0)), planned at most \(Show.count(planned.max() ?? 0)).",
      wide: chart.drawing(width: 960, height: 240), narrow: chart.drawing(width: 400, height: 220),
      data: .init(
        row: "an interval of the busiest week", columns: ["interval", "required", "planned"],
        rows: zip(required, planned).enumerated().map {
          [.integer($0), .integer($1.0), .integer($1.1)]
        }))
  }

  private func unitsTable(_ requirement: RequirementResult) -> Table {
    Table(
      caption: "Hours of work at the desk by queue and step",
      columns: [
        .text("Queue"), .text("Step"), .text("Method"), .number("Items"), .number("Handle time"),
        .number("Agent-hours"), .number("If every interval"), .number("Most agents"),
      ],
      rows: requirement.units.map { unit in
        [
          .init(unit.queue), .init(unit.step == unit.queue ? "—" : unit.step), .init(unit.method),
          .init(Show.count(unit.items.reduce(0, +))), .init(Show.duration(unit.handleTimeSeconds)),
          .init(Show.count(unit.hours)), .init(unit.strictHours.map { Show.count($0) } ?? "—"),
          .init(Show.count(unit.agents.max() ?? 0)),
        ]
      },
      note:
        "“If every interval” is what the stricter promise would take: the goal held in each interval, not over its period."
    )
  }

  private func workedBlocks(_ unit: WorkUnitRequirement, _ example: WorkedInterval) -> [Block] {
    let hourly = example.offered / example.intervalSeconds * 3600
    let load =
      "\(Show.decimal(example.offered, 4)) × \(Show.short(example.handleTimeSeconds)) s ÷ \(Show.short(example.intervalSeconds)) s = \(Show.decimal(example.offeredLoad, 4)) erlangs"
    let patience = example.patienceSeconds.map { "\(Show.short($0)) s" } ?? "endless (Erlang C)"
    let method = example.patienceSeconds == nil ? "Erlang C" : "Erlang A"
    return [
      .paragraph(
        "\(unit.queue), the interval that begins \(example.start). Any \(method) calculator gives the service levels from the numbers above them; \(strong: Show.plural(example.agents, "agent", "agents")) is the smallest number that the requirement accepts here."
      ),
      .facts([
        ("Contacts offered in the interval", "\(Show.decimal(example.offered, 4))"),
        ("Arrival rate λ", "\(Show.decimal(hourly, 4)) an hour"),
        ("Mean handle time", "\(Show.short(example.handleTimeSeconds)) s"),
        ("Mean patience 1/θ", "\(patience)"),
        ("Offered load a = λ × handle time", "\(load)"),
        ("Agents n", "\(strong: Show.count(example.agents))"),
        (
          "Served within \(Show.short(example.withinSeconds)) s with n",
          "\(Show.percent(example.serviceLevel, 3))"
        ),
        (
          "Served within \(Show.short(example.withinSeconds)) s with n − 1",
          "\(Show.percent(example.serviceLevelWithOneFewer, 3))"
        ),
        ("Abandoned with n, share of offered", "\(Show.percent(example.abandonment, 3))"),
      ]),
    ]
  }
}

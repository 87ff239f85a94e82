import Quantities
import Results

/// The plan run in the simulator, beside the closed forms.
extension ReportContent {
  /// Every goal by period: closed form, simulation, difference.
  func proofSection(_ alternative: AlternativeResult) -> Section {
    let proof = alternative.proof
    var blocks: [Block] = []
    if !proof.goals.isEmpty { blocks.append(.table(goalsTable(proof))) }
    // A goal that never varies has nothing to draw.
    let figures = proof.goals.filter { goal in
      (1...60).contains(goal.periods.count)
        && goal.periods.contains { $0.simulated != goal.periods[0].simulated || !$0.met }
    }.map(proofFigure)
    if !figures.isEmpty {
      blocks.append(
        .paragraph(
          "In the charts a dot is the simulated value with its 95 % interval, a square what the closed form says, the thick line the target. Axes do not start at zero."
        ))
    }
    if figures.count == 1, let only = figures.first {
      blocks.append(.figure(only))
    } else if !figures.isEmpty {
      blocks.append(.figures(figures))
    }
    let late = proof.goals.filter { $0.measure == "deadline" && !$0.periods.isEmpty }
    if !late.isEmpty { blocks.append(.table(lateTable(late))) }
    let busy = proof.occupancy.filter { $0.occupancy.mean > 0 }
    if !busy.isEmpty { blocks.append(.table(occupancyTable(busy))) }
    let detailed = proof.goals.filter { !$0.periods.isEmpty }
    if !detailed.isEmpty {
      blocks.append(
        .folded(
          "Every goal by period, formula against simulation",
          detailed.map { .table(periodsTable($0)) }))
    }
    let lead: Prose =
      proof.goals.isEmpty
      ? "No goal was judged."
      : "The plan of “\(alternative.name)” was run \(Show.plural(proof.replications, "time", "times")) in the simulator on the future whose required hours rank at \(planFor(alternative)) of all. A goal is met when its whole 95 % interval meets the target in every period."
    return Section(
      anchor: "proof", title: "Does the plan keep its promises?", lead: lead, blocks: blocks)
  }

  /// A value of a goal in its unit.
  private func value(_ number: Double, _ goal: GoalProof) -> String {
    isShare(goal) ? Show.percent(number, 2) : "\(Show.decimal(number, 1)) s"
  }

  private func isShare(_ goal: GoalProof) -> Bool { goal.measure != "speedOfAnswer" }

  private func spread(_ number: Double, _ goal: GoalProof) -> String {
    isShare(goal) ? Show.decimal(number * 100, 2) : Show.decimal(number, 1)
  }

  private func goalsTable(_ proof: ProofResult) -> Table {
    Table(
      caption: "Each goal in its tightest period",
      columns: [
        .text("Queue"), .text("Promise"), .text("Tightest period"), .number("Target"),
        .number("Closed form"), .number("Simulated"), .number("Difference"), .text("Verdict"),
      ],
      rows: proof.goals.map { goal in
        let words = isFloorMissed(goal) ? "✗\u{A0}floor missed" : "✗\u{A0}missed"
        let verdict = Table.Cell(Prose(goal.met ? "✓\u{A0}met" : words), goal.met ? .good : .bad)
        let name = goal.required ? goal.goal : goal.goal + " (wish)"
        guard let period = goal.tightest else {
          return [
            .init(goal.queue), .init(name), "—", .init(value(goal.target, goal)), "—", "—", "—",
            verdict,
          ]
        }
        return [
          .init(goal.queue), .init(name), .init(Show.period(period.period)),
          .init(value(goal.target, goal)), .init(period.formula.map { value($0, goal) } ?? "—"),
          .init(
            "\(value(period.simulated.mean, goal)) ± \(spread(period.simulated.halfWidth, goal))"),
          .init(difference(period, goal)), verdict,
        ]
      },
      note:
        "± is the half-width of the 95 % interval, in percentage points or seconds. Difference is simulated less closed form. “Floor missed”: the target is met over the period, but the least level promised for shorter periods is not."
    )
  }

  private func difference(_ period: PeriodProof, _ goal: GoalProof) -> String {
    guard let difference = period.difference else { return "—" }
    return (difference > 0 ? "+" : "") + spread(difference, goal)
  }

  private func proofFigure(_ goal: GoalProof) -> Figure {
    let chart = ProofChart(
      points: goal.periods.map { period in
        .init(
          label: Show.periodMark(period.period),
          mean: period.simulated.mean, halfWidth: period.simulated.halfWidth,
          formula: period.formula, met: period.met)
      }, target: goal.target, isShare: isShare(goal))
    let missed = goal.periods.filter { !$0.met }.count
    let tight = goal.tightest.map {
      " The tightest period is \(Show.period($0.period)) with \(value($0.simulated.mean, goal))."
    }
    return Figure(
      title: goal.queue, caption: Prose(goal.goal),
      alternative:
        "\(goal.queue), \(goal.goal): met in \(goal.periods.count - missed) of \(goal.periods.count) periods against a target of \(value(goal.target, goal)).\(tight ?? "")",
      wide: chart.drawing(width: 420, height: 210),
      data: .init(
        row: "a period of a goal",
        columns: ["period", "simulated", "half_width_95", "closed_form", "target", "met"],
        rows: goal.periods.map { period in
          [
            .text(period.period), .number(period.simulated.mean),
            .number(period.simulated.halfWidth), period.formula.map { .number($0) } ?? .missing,
            .number(goal.target), .flag(period.met),
          ]
        }))
  }

  private func lateTable(_ goals: [GoalProof]) -> Table {
    Table(
      caption: "Expected late cases by class",
      columns: [
        .text("Queue"), .text("Class"), .number("Cases"), .number("Late"),
        .number("Late of 10,000"),
        .text("Most in"),
      ],
      rows: goals.map { goal in
        let worst = goal.periods.max { $0.failed < $1.failed }
        let share = goal.offered > 0 ? goal.failed / goal.offered * 10_000 : 0
        return [
          .init(goal.queue), .init(goal.goal), .init(Show.count(goal.offered)),
          .init(Show.decimal(goal.failed, 1)), .init(Show.decimal(share, 1)),
          .init(goal.failed > 0 ? worst.map { Show.period($0.period) } ?? "—" : "—"),
        ]
      },
      note: "Means over the simulated runs.")
  }

  private func occupancyTable(_ pools: [PoolOccupancy]) -> Table {
    Table(
      caption: "Occupancy: busy ÷ staffed time, over the horizon",
      columns: [.text("Pool"), .number("Occupancy"), .number("± 95 %")],
      rows: pools.map {
        [
          .init($0.pool), .init(Show.percent($0.occupancy.mean, 1)),
          .init(Show.decimal($0.occupancy.halfWidth * 100, 2)),
        ]
      })
  }

  private func periodsTable(_ goal: GoalProof) -> Table {
    Table(
      caption: "\(goal.queue): \(goal.goal)",
      columns: [
        .text("Period"), .number("Offered"),
        .number(goal.measure == "deadline" ? "Late" : "Abandoned"),
        .number("Closed form"), .number("Simulated"), .number("±"), .number("Difference"),
        .text("Verdict"),
      ],
      rows: goal.periods.map { period in
        [
          .init(Show.period(period.period)), .init(Show.count(period.offered)),
          .init(Show.decimal(period.failed, 1)),
          .init(period.formula.map { value($0, goal) } ?? "—"),
          .init(value(period.simulated.mean, goal)),
          .init(spread(period.simulated.halfWidth, goal)), .init(difference(period, goal)),
          .init(period.met ? "✓\u{A0}met" : "✗\u{A0}missed", period.met ? .good : .bad),
        ]
      })
  }
}

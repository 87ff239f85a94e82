import Quantities
import Results

/// The alternatives side by side, and the hiring calendar of the leading one.
extension ReportContent {
  /// What each alternative promises, keeps and costs.
  var alternativesSection: Section {
    var blocks: [Block] = []
    if !result.alternatives.isEmpty {
      blocks.append(.table(alternativesTable))
      let figure = costFigure
      if result.alternatives.contains(where: { $0.costCents > .zero }) {
        blocks.append(.figure(figure))
      }
    }
    let missed = result.alternatives.flatMap { alternative in
      alternative.proof.missedGoals.map { goal in
        Prose("\(strong: alternative.name), \(goal.queue): “\(goal.goal)” \(failure(goal)).")
      }
    }
    if !missed.isEmpty { blocks += [.heading("Promises that are not kept"), .list(missed)] }
    return Section(
      anchor: "alternatives", title: "The alternatives side by side",
      lead: result.alternatives.isEmpty
        ? "The scenario names no alternative."
        : "Costs compare only between alternatives that keep the same promises. One that fails is cheaper because work is late or left undone.",
      blocks: blocks)
  }

  private var alternativesTable: Table {
    let cheapest = result.cheapest
    return Table(
      caption: "Service, people and cost of each alternative over \(horizonWords)",
      columns: [
        .text("Alternative"), .text("Required promises"), .number("Average people"),
        .number("Peak people"), .number("FTE"), .number("Hires"), .number("Cost"),
        .number(cheapest.map { "Against “\($0.name)”" } ?? "Difference"),
      ],
      rows: result.alternatives.map { alternative in
        let total = alternative.plan.total(through: result.horizon.end)
        let difference = cheapest.map { Show.signedMoney(alternative.costCents - $0.costCents) }
        return [
          .init(alternative.name), verdict(alternative),
          .init(Show.decimal(total.averagePeople, 1)), .init(Show.decimal(total.peakPeople, 1)),
          .init(Show.decimal(total.fullTimeEquivalents.value, 1)), .init(Show.count(total.hires)),
          .init(Show.money(alternative.costCents)),
          alternative.name == cheapest?.name ? .init("—", .quiet) : .init(difference ?? "—"),
        ]
      }, highlighted: result.alternatives.firstIndex { $0.name == leading?.name },
      note:
        "FTE is paid hours ÷ \(Show.short(StaffPlan.fullTimeHours)) h a week. People include those in training."
    )
  }

  private var costFigure: Figure {
    let chart = CostBars(
      bars: result.alternatives.map { alternative in
        CostBars.Bar(
          name: alternative.name, dollars: alternative.costCents.dollars,
          range: fittingRange(alternative).map { ($0.p10.dollars, $0.p90.dollars) },
          isCertified: alternative.certified,
          label: Show.roughMoney(alternative.costCents)
            + (alternative.certified ? "" : " (not certified)"))
      })
    let words = result.alternatives.map { "\($0.name) \(Show.roughMoney($0.costCents))" }
    let ranged = result.alternatives.contains { fittingRange($0) != nil }
    return Figure(
      title: "Cost over \(horizonWords)",
      caption: ranged
        ? "Solid bars keep every required promise, open ones do not. The thin line is the range that holds 80 % of futures."
        : "Solid bars keep every required promise, open ones do not.",
      alternative: "Cost of each alternative: \(words.joined(separator: "; ")).",
      wide: chart.drawing(width: 960), narrow: chart.drawing(width: 400),
      data: .init(
        row: "an alternative",
        columns: ["alternative", "certified", "cost_cents", "p10_cents", "p90_cents"],
        rows: result.alternatives.map { alternative in
          let range = fittingRange(alternative)
          return [
            .text(alternative.name), .flag(alternative.certified),
            .integer(alternative.costCents.value),
            range.map { .integer($0.p10.value) } ?? .missing,
            range.map { .integer($0.p90.value) } ?? .missing,
          ]
        }))
  }

  /// Who is there when, and the dated decisions.
  func headcountSection(_ alternative: AlternativeResult) -> Section {
    let plan = alternative.plan
    var blocks: [Block] = []
    if !plan.weeks.isEmpty {
      blocks.append(.figure(peopleFigure(alternative)))
      blocks.append(.figure(hoursFigure(alternative)))
    }
    if plan.decisions.isEmpty {
      blocks.append(.paragraph("This alternative brings nobody in."))
    } else {
      blocks.append(.table(decisionsTable(plan)))
    }
    if let taught = crossTrainingTable(plan) { blocks.append(.table(taught)) }
    if !plan.weeks.isEmpty {
      blocks.append(
        .folded("People by week, every pool", plan.pools.map { .table(weeksTable(plan, $0)) }))
    }
    return Section(
      anchor: "headcount", title: "Headcount and hiring calendar",
      lead: "Everything here is “\(alternative.name)”.", blocks: blocks)
  }

  /// Weeks as shares of the horizon.
  private func periods(_ plan: StaffPlan) -> (spans: [(from: Double, to: Double)], axis: DateAxis) {
    let start = plan.weeks.first ?? result.horizon.start
    let axis = DateAxis(start: start, end: result.horizon.end, room: 12)
    let lengths = plan.weekLengths(through: result.horizon.end)
    return (
      zip(plan.weeks, lengths).map { (axis.share($0), axis.share($0 + $1)) }, axis
    )
  }

  private func peopleFigure(_ alternative: AlternativeResult) -> Figure {
    let plan = alternative.plan
    let (spans, _) = periods(plan)
    let start = plan.weeks.first ?? result.horizon.start
    let total = plan.total(through: result.horizon.end)
    func draw(_ width: Double, _ height: Double) -> Drawing {
      let dates = DateAxis(start: start, end: result.horizon.end, room: Int(width / 38))
      return StackChart(
        periods: spans, labels: dates.ticks.map { (dates.share($0.date), $0.label) },
        series: plan.pools.map { pool in
          .init(name: pool.pool, values: plan.weeks.indices.map { pool.people($0) })
        }, unit: "People on the payroll"
      ).drawing(width: width, height: height)
    }
    let first = Show.decimal(plan.peopleByWeek.first ?? 0, 0)
    let last = Show.decimal(plan.peopleByWeek.last ?? 0, 0)
    return Figure(
      title: "People by week",
      caption: "On the payroll by pool, training included.",
      alternative:
        "People by week: \(first) in the first week, \(Show.decimal(total.peakPeople, 0)) at the peak\(total.peakWeek.map { " in the week of \(Show.date($0))" } ?? ""), \(last) in the last.",
      wide: draw(960, 280), narrow: draw(400, 240),
      data: .init(
        row: "a pool in a week", columns: ["week", "pool", "people"],
        rows: plan.pools.flatMap { pool in
          plan.weeks.enumerated().map { week, date in
            [.text(date.description), .text(pool.pool), .number(pool.people(week))]
          }
        }))
  }

  private func hoursFigure(_ alternative: AlternativeResult) -> Figure {
    let plan = alternative.plan
    let (spans, _) = periods(plan)
    let start = plan.weeks.first ?? result.horizon.start
    func draw(_ width: Double, _ height: Double) -> Drawing {
      let dates = DateAxis(start: start, end: result.horizon.end, room: Int(width / 38))
      return StackChart(
        periods: spans, labels: dates.ticks.map { (dates.share($0.date), $0.label) },
        series: plan.pools.map { pool in
          .init(
            name: pool.pool, values: pool.weeks.map(\.onPhoneHours))
        }, line: .init(name: "Required", values: plan.requiredHoursByWeek), unit: "Hours a week"
      ).drawing(width: width, height: height)
    }
    let short = plan.shortHours
    return Figure(
      title: "Hours that people can give against hours required",
      caption: short > 0.5
        ? "Logged in and ready for work, after shrinkage and ramp. \(strong: Show.count(short) + " hours") stay uncovered. A short first or last week counts its own days only."
        : "Logged in and ready for work, after shrinkage and ramp. A short first or last week counts its own days only.",
      alternative:
        "Required hours over the horizon: \(Show.count(plan.requiredHoursByWeek.reduce(0, +))); hours that stay uncovered: \(Show.count(short)).",
      wide: draw(960, 280), narrow: draw(400, 240),
      data: .init(
        row: "a pool, or what is required, in a week", columns: ["week", "series", "hours"],
        rows: plan.pools.flatMap { pool in
          zip(plan.weeks, pool.weeks).map { date, week in
            [.text(date.description), .text(pool.pool), .number(week.onPhoneHours)]
          }
        }
          + zip(plan.weeks, plan.requiredHoursByWeek).map { date, hours in
            [.text(date.description), .text("required"), .number(hours)]
          }))
  }

  private func decisionsTable(_ plan: StaffPlan) -> Table {
    Table(
      caption: "Decisions to hire, by last safe date",
      columns: [
        .text("Decide by"), .text("Pool"), .number("People"), .text("On the payroll from"),
        .text("At work from"),
      ],
      rows: plan.decisions.map { hire in
        [
          .init(Show.weekdayDate(hire.decision.decideBy)), .init(hire.pool),
          .init(Show.count(hire.decision.people)), .init(Show.date(hire.decision.start)),
          .init(Show.date(hire.decision.workFrom)),
        ]
      },
      totals: [
        [
          "Together", "", .init(Show.count(plan.decisions.reduce(0) { $0 + $1.decision.people })),
          "", "",
        ]
      ])
  }

  private func weeksTable(_ plan: StaffPlan, _ pool: PoolPlan) -> Table {
    Table(
      caption: "People by week, \(pool.pool)",
      columns: [
        .text("Week of"), .number("At work"), .number("In training"), .number("Starting"),
        .number("Leavers"), .number("At full speed"), .number("Paid hours"),
        .number("Hours for work"),
      ],
      rows: zip(plan.weeks, pool.weeks).map { date, week in
        [
          .init(Show.date(date)), .init(Show.decimal(week.headcount, 1)),
          .init(Show.decimal(week.inTraining, 1)), .init(Show.count(week.starting)),
          .init(Show.decimal(week.leavers, 2)), .init(Show.decimal(week.productive, 1)),
          .init(Show.decimal(week.paidHours, 1)), .init(Show.decimal(week.onPhoneHours, 1)),
        ]
      })
  }
}

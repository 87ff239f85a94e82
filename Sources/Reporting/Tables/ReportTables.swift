import Quantities
import Results

/// The tidy tables of a result with their dictionary.
struct ReportTables {
  let result: PlanResult

  init(_ result: PlanResult) { self.result = result }

  /// The tables and `tables/data-dictionary.csv`, in a fixed order.
  func files() -> [ReportFile] {
    let tables = self.tables()
    return (tables + [CSVTable.dictionary(of: tables)]).map { table in
      ReportFile(relativePath: "tables/\(table.name).csv", bytes: table.bytes())
    }
  }

  /// The tables without the dictionary.
  func tables() -> [CSVTable] {
    [
      alternatives, costLines, comparison, comparisonMonthly, costByQueue, outcomes, clients,
      splits, hours, hoursIntervals, breakEven, whatIf, headcountWeekly, hires, crossTraining,
      shiftWeeks, shifts,
      shiftShortages, forecastDaily, forecastBacktest, forecastReplay, requirementIntervals,
      proofGoals, assumptions, sensitivities, workload, unitCosts, costFactors, pairs, occupancy,
    ]
  }

  private var alternatives: CSVTable {
    CSVTable(
      name: "alternatives", rowMeaning: "an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("planned", "true or false", "whether people were planned"),
        .init("certified", "true or false", "whether every required goal is certified"),
        .init("recommended", "true or false", "whether it is the cheapest certified one"),
        .init("cost_cents", "cents", "cost over the horizon"),
        .init("cost_p10_cents", "cents", "10th percentile over demand paths"),
        .init("cost_p50_cents", "cents", "median over demand paths"),
        .init("cost_p90_cents", "cents", "90th percentile over demand paths"),
        .init("people_average", "people", "mean on the payroll, training included"),
        .init("people_peak", "people", "most in a week, training included"),
        .init("fte", "FTE", "paid hours / 40 hours a week"),
        .init("hires", "people", "people brought in"),
        .init("first_missed_goal", "text", "required goal that fails first"),
        .init("first_failure", "date", "first day of the week in which it fails"),
      ],
      rows: result.alternatives.map { alternative in
        let total = alternative.plan.total(through: result.horizon.end)
        let (range, goal) = (alternative.costRange, alternative.proof.firstMissedGoal)
        return [
          .text(alternative.name), .flag(alternative.planned), .flag(alternative.certified),
          .flag(alternative.name == result.recommended), .integer(alternative.costCents.value),
          range.map { .integer($0.p10.value) } ?? .missing,
          range.map { .integer($0.p50.value) } ?? .missing,
          range.map { .integer($0.p90.value) } ?? .missing, .number(total.averagePeople),
          .number(total.peakPeople), .number(total.fullTimeEquivalents.value),
          .integer(total.hires), goal.map { .text("\($0.queue): \($0.goal)") } ?? .missing,
          goal?.firstFailure.map { .text($0.description) } ?? .missing,
        ]
      })
  }

  private var costLines: CSVTable {
    CSVTable(
      name: "cost_lines", rowMeaning: "a line of cost, rounded to the cent once",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("month", "yyyy-mm", "local month"),
        .init("pool", "text", "who is paid"),
        .init("queue", "text", "queue to which the money belongs; empty for the pool's own"),
        .init(
          "kind", "text",
          "pay, overtime, training, trainingTime, recruiting, supervision, technology, setUp, minimum, "
            + "holidayPremium, serviceCredit, severance, trainers, quality, vendorManagement, vendorShare, "
            + "seats, newSeats, crossTraining, deflectedItems, licence, penalty"),
        .init("one_off", "true or false", "whether it is spent once"),
        .init("capital", "true or false", "whether it buys something that lasts"),
        .init("cents", "cents", "amount"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.cost.lines.map {
          [
            .text(alternative.name), .text($0.month), .text($0.pool), .text($0.queue),
            .text($0.kind), .flag($0.oneOff), .flag($0.isCapital), .integer($0.cents.value),
          ]
        }
      })
  }

  private var headcountWeekly: CSVTable {
    CSVTable(
      name: "headcount_weekly", rowMeaning: "a pool in a week of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("assistants", "true or false", "whether the people are assistants"),
        .init("week", "date", "first day of the week"),
        .init("headcount", "people", "on the payroll and may work"),
        .init("in_training", "people", "on the payroll in training"),
        .init("starting", "people", "training starts this week"),
        .init("let_go", "people", "whole people let go at its beginning"),
        .init("leavers", "people", "expected to leave"),
        .init("productive", "people", "equivalents at full speed"),
        .init("paid_hours", "hours", "paid, training and overtime included"),
        .init("overtime_hours", "hours", "paid overtime"),
        .init("scheduled_hours", "hours", "paid hours of people who may work"),
        .init("on_phone_hours", "hours", "logged in for work, after shrinkage and ramp"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.plan.pools.flatMap { pool in
          zip(alternative.plan.weeks, pool.weeks).map { date, week -> [CSVTable.Cell] in
            [
              .text(alternative.name), .text(pool.pool), .flag(pool.isVA),
              .text(date.description), .number(week.headcount), .number(week.inTraining),
              .number(week.starting), .number(week.released), .number(week.leavers),
              .number(week.productive), .number(week.paidHours), .number(week.overtimeHours),
              .number(week.scheduledHours), .number(week.onPhoneHours),
            ]
          }
        }
      })
  }

  private var hires: CSVTable {
    CSVTable(
      name: "hires", rowMeaning: "a decision to bring people in",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("decide_by", "date", "last safe day for the decision"),
        .init("start", "date", "first day on the payroll"),
        .init("work_from", "date", "first day of work after training"),
        .init("people", "people", "whole people"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.plan.decisions.map {
          [
            .text(alternative.name), .text($0.pool), .text($0.decision.decideBy.description),
            .text($0.decision.start.description), .text($0.decision.workFrom.description),
            .integer($0.decision.people),
          ]
        }
      })
  }

  private var forecastDaily: CSVTable {
    CSVTable(
      name: "forecast_daily", rowMeaning: "a queue on a day",
      columns: [
        .init("queue", "text", "name"), .init("date", "date", "local day"),
        .init("mean", "items", "expected"), .init("lower80", "items", "10th percentile"),
        .init("upper80", "items", "90th percentile"),
        .init("lower95", "items", "2.5th percentile"),
        .init("upper95", "items", "97.5th percentile"),
      ],
      rows: result.forecast.queues.flatMap { queue in
        queue.days.map {
          [
            .text(queue.queue), .text($0.start.description), .number($0.mean), .number($0.lower80),
            .number($0.upper80), .number($0.lower95), .number($0.upper95),
          ]
        }
      })
  }

  private var assumptions: CSVTable {
    CSVTable(
      name: "assumptions", rowMeaning: "a value on which the result leans",
      columns: [
        .init("subject", "text", "JSON path or topic"),
        .init("value", "text", "as a spec writes it"),
        .init("source", "text", "where it comes from"),
        .init("default", "true or false", "whether it was filled in"),
      ],
      rows: result.assumptions.map {
        [.text($0.subject), .text($0.value), .text($0.source), .flag($0.isDefault)]
      })
  }

  private var proofGoals: CSVTable {
    CSVTable(
      name: "proof_goals", rowMeaning: "a goal in a period of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("queue", "text", "name"),
        .init("goal", "text", "the promise in words"),
        .init("measure", "text", "serviceLevel, speedOfAnswer, abandonment or deadline"),
        .init("required", "true or false", "whether a miss decides the certificate"),
        .init("target", "share or seconds", "the target"),
        .init("period", "text", "yyyy-mm, yyyy-Www, a date or all"),
        .init("formula", "share or seconds", "closed form; empty where there is none"),
        .init("simulated", "share or seconds", "mean over replications"),
        .init("half_width", "share or seconds", "half of the 95 % interval"),
        .init("offered", "items", "mean over replications"),
        .init("failed", "items", "late or abandoned, mean over replications"),
        .init("met", "true or false", "whether the interval meets the target"),
      ],
      rows: result.alternatives.flatMap { alternative in
        alternative.proof.goals.flatMap { goal in
          goal.periods.map { period -> [CSVTable.Cell] in
            [
              .text(alternative.name), .text(goal.queue), .text(goal.goal), .text(goal.measure),
              .flag(goal.required), .number(goal.target), .text(period.period),
              period.formula.map { .number($0) } ?? .missing, .number(period.simulated.mean),
              .number(period.simulated.halfWidth), .number(period.offered),
              .number(period.failed), .flag(period.met),
            ]
          }
        }
      })
  }

  /// The requirement of the alternative that the report leads with.
  private var requirementIntervals: CSVTable {
    let clock = IntervalLabels(result.horizon)
    let units = result.leading?.requirement.units ?? []
    return CSVTable(
      name: "requirement_intervals",
      rowMeaning:
        "a step of a queue in an interval, for the alternative that the report leads with",
      columns: [
        .init("start_utc", "yyyy-mm-ddThh:mmZ", "start of the interval"),
        .init("start_local", "yyyy-mm-dd hh:mm", "the same on the local clock"),
        .init("queue", "text", "name"), .init("step", "text", "name of the step"),
        .init("items", "items", "for which people are required"),
        .init("agents", "agents", "required at work"),
      ],
      rows: units.flatMap { unit in
        zip(unit.items, unit.agents).enumerated().map { interval, pair -> [CSVTable.Cell] in
          let label = clock.label(interval)
          return [
            .text(label.utc), .text(label.local), .text(unit.queue), .text(unit.step),
            .number(pair.0), .integer(pair.1),
          ]
        }
      })
  }
}

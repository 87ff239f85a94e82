import Quantities
import Results

/// Where the numbers come from.
extension ReportContent {
  /// The values on which the result leans.
  var assumptionsSection: Section {
    let filled = result.assumptions.filter(\.isDefault).count
    var blocks: [Block] = []
    if !result.assumptions.isEmpty { blocks.append(.table(assumptionsTable)) }
    if !result.queues.isEmpty { blocks.append(.table(queuesTable)) }
    if result.warnings.count > 1 {
      blocks += [.heading("Every warning"), .list(result.warnings.map { Prose($0) })]
    }
    if !result.notes.isEmpty {
      blocks += [.heading("Notes of the scenario"), .list(result.notes.map { Prose($0) })]
    }
    return Section(
      anchor: "assumptions", title: "Assumptions",
      lead: filled > 0
        ? "\(strong: Show.plural(filled, "value", "values")) stood open in the scenario and got a default. Put your own in before money depends on it."
        : "The scenario gives every value.",
      blocks: blocks)
  }

  /// Values with their sources; equal ones of several queues or pools stand in one row, given ones first.
  private var assumptionsTable: Table {
    var rows: [(path: AssumptionPath, assumption: Assumption, owners: [String])] = []
    for one in result.assumptions.filter({ !$0.isDefault }) + result.assumptions.filter(\.isDefault)
    {
      let path = AssumptionPath(one.subject)
      let same = rows.firstIndex { row in
        row.path.key == path.key && row.path.kind == path.kind && !path.owner.isEmpty
          && row.assumption.value == one.value && row.assumption.source == one.source
          && row.assumption.isDefault == one.isDefault
      }
      guard let same else {
        rows.append((path, one, path.owner.isEmpty ? [] : [path.owner]))
        continue
      }
      if !rows[same].owners.contains(path.owner) { rows[same].owners.append(path.owner) }
    }
    return Table(
      caption: "Values and their sources",
      columns: [
        .text("What"), .text("Where"), .text("Value"), .text("Source"), .text("Given by"),
      ],
      rows: rows.map { row in
        [
          .init(row.path.key),
          .init(places(row.path.kind, row.owners)),
          .init(row.assumption.value),
          .init(row.assumption.source.isEmpty ? "—" : row.assumption.source),
          row.assumption.isDefault ? "default" : .init("scenario", .quiet),
        ]
      }, note: "tables/assumptions.csv has each value with its path in the scenario.")
  }

  /// Queues or pools by name; all of them in two words.
  private func places(_ kind: String, _ owners: [String]) -> String {
    guard !owners.isEmpty else { return "—" }
    let pools = result.alternatives.flatMap { $0.plan.pools.map(\.pool) }
    let all = Set(kind == "queues" ? result.queues.map(\.name) : pools)
    if owners.count > 2, all == Set(owners) {
      return kind == "queues" ? "every queue" : "every pool"
    }
    return "\(kind) \(owners.joined(separator: ", "))"
  }

  private var queuesTable: Table {
    Table(
      caption: "The queues as asked",
      columns: [
        .text("Queue"), .text("Kind"), .number("Handle time"), .text("Hours"), .text("Promises"),
      ],
      rows: result.queues.map {
        [
          .init($0.name), .init($0.kind), .init(Show.duration($0.handleTimeSeconds)),
          .init(Show.hours($0.hours)),
          .init($0.goals.isEmpty ? "none" : $0.goals.joined(separator: "; ")),
        ]
      })
  }

  /// What is known of the claims.
  func claimsSection(_ claims: ClaimsQuality) -> Section {
    var facts: [(term: String, value: Prose)] = [
      ("Source", Prose(claims.source)),
      ("Made by the generator", claims.synthetic ? Prose("\(strong: "yes")") : Prose("no")),
      ("Rows", "\(Show.count(claims.rows))"),
      ("Days covered", "\(Show.date(claims.firstDay)) to \(Show.date(claims.lastDay))"),
      ("Members seen", Prose(Int(claims.membersSeen).map { Show.count($0) } ?? claims.membersSeen)),
      (
        "Members they stand for",
        claims.membersSeen == "1-10" && claims.membersRepresented <= 10
          ? "1-10" : "\(Show.count(claims.membersRepresented))"
      ),
    ]
    if claims.shiftWeeks != 0 {
      facts.append(("Dates moved by", "\(Show.plural(claims.shiftWeeks, "week", "weeks"))"))
    }
    var blocks: [Block] = [.facts(facts)]
    if !claims.remarks.isEmpty { blocks.append(.list(claims.remarks.map { Prose($0) })) }
    let missing = claims.missing.filter { $0.share > 0 }
    if !missing.isEmpty {
      blocks.append(
        .table(
          Table(
            caption: "Columns with missing values",
            columns: [.text("Column"), .number("Missing")],
            rows: missing.map { [.init($0.column), .init(Show.percent($0.share, 2))] })))
    }
    return Section(
      anchor: "claims", title: "Quality of the claims",
      lead: claims.missing.isEmpty || !missing.isEmpty
        ? Prose("What was read, and what a reader should know about it.")
        : Prose("What was read. No column has missing values."),
      blocks: blocks)
  }

  /// How each stage makes its numbers, with what it leaves out.
  var methodSection: Section {
    var stages: [(term: String, value: Prose)] = [
      (
        "Demand",
        "Each queue's work is a sum of causes: claims, members, events, rates or an interval history. Claims count once an episode."
      ),
      (
        "Forecast",
        "Each cause that has a history is forecast by the model below; \(Show.plural(result.forecast.paths, "simulated future gives", "simulated futures give")) the ranges."
      ),
    ]
    if let leading {
      let methods = leading.requirement.units.map(\.method)
      let unique = methods.enumerated().filter { methods.firstIndex(of: $1) == $0 }.map(\.element)
      stages += [
        ("Requirement", "\(Show.list(unique.isEmpty ? ["none"] : unique))."),
        ("Plan", Prose(sentence(leading.plan.method)) + gap(leading.plan)),
        (
          "Proof",
          "The plan itself runs in a discrete-event simulation with what the closed forms leave out: shared skills, patience, queues that carry over, deadlines."
        ),
        ("Cost", "Hours of the plan × the prices of the scenario, by month, pool and kind."),
      ]
    }
    var blocks: [Block] = [.facts(stages)]
    let cards = result.forecast.queues.flatMap { queue in queue.models.map { (queue.queue, $0) } }
    if !cards.isEmpty {
      blocks.append(.table(cardsTable(cards)))
      // Models with a past of their own are explained beside it.
      let others = cards.filter { $0.1.backtest == nil && $0.1.replay == nil }
      if !others.isEmpty {
        blocks.append(
          .facts(others.map { ("\($0): \($1.driver)", Prose($1.explanation)) }))
      }
    }
    blocks += [
      .heading("Limits"),
      .list([
        "Closed forms assume steady rates within an interval and exponential handle times; the simulation does not share the first assumption.",
        "Intervals show the spread of demand under the models above. A change of rules, products or contracts that the scenario does not name is outside them.",
        "People are planned by week; how shifts are drawn within it can need a few more.",
      ]),
    ]
    return Section(anchor: "method", title: "How the numbers are made", blocks: blocks)
  }

  private func gap(_ plan: StaffPlan) -> Prose {
    plan.gap.map { " Its cost is within \(Show.percent($0, 2)) of the least possible." } ?? ""
  }

  private func cardsTable(_ cards: [(String, ModelCard)]) -> Table {
    func percent(_ share: Double?) -> Table.Cell {
      share.map { .init(Show.percent($0, 1)) } ?? .init("—", .quiet)
    }
    return Table(
      caption: "Forecast models and how they did on the past",
      columns: [
        .text("Queue"), .text("Cause"), .text("Model"), .number("Error (WAPE)"),
        .number("Seasonal naive"), .number("Inside 80 %"), .number("Days tested"),
      ],
      rows: cards.map { queue, card in
        [
          .init(queue), .init(card.driver), .init(card.model), percent(card.backtestWAPE),
          percent(card.naiveWAPE), percent(card.coverage80), .init(Show.count(card.backtestDays)),
        ]
      },
      note:
        "WAPE: absolute error of daily totals ÷ volume, on days that the model had not seen. A dash: too little history, or known outright."
    )
  }

  /// How to get the result again.
  var provenanceSection: Section {
    let provenance = result.provenance
    return Section(
      anchor: "provenance", title: "Provenance",
      lead: "The same command gives the same bytes again on the same machine and build.",
      blocks: [
        .code(provenance.command),
        .facts([
          ("Version", Prose(provenance.version)), ("Seed", "\(String(provenance.seed))"),
          ("Digest of the scenario", "\(code: provenance.specDigest)"),
          (
            "Digest of the data",
            provenance.dataDigest.isEmpty ? "no data read" : "\(code: provenance.dataDigest)"
          ), ("Schema of the JSON", "\(String(result.schemaVersion))"),
        ]),
      ])
  }
}

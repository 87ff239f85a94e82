import Quantities
import Results

/// How good the forecasts are: backtests and the replay of the last peak.
extension ReportContent {
  /// Models with a backtest or a replay, by queue.
  private var judged: [(queue: String, card: ModelCard)] {
    result.forecast.queues.flatMap { queue in
      queue.models.filter { $0.backtest != nil || $0.replay != nil }.map { (queue.queue, $0) }
    }
  }

  /// The models tried on the past; nothing when no history is long enough.
  var forecastQualitySection: Section? {
    let judged = judged
    guard !judged.isEmpty else { return nil }
    var blocks: [Block] = []
    let tested = judged.compactMap { queue, card in
      card.backtest.map { ("\(queue): \(card.driver)", $0) }
    }
    if !tested.isEmpty { blocks.append(.table(scoresTable(tested))) }
    for (queue, card) in judged {
      let name = "\(queue): \(card.driver)"
      blocks.append(.heading(name))
      blocks.append(.paragraph("\(strong: sentence(card.model)) \(card.explanation)"))
      if let replay = card.replay { blocks.append(.paragraph(replayWords(replay))) }
      let details =
        (card.replay.map { [Block.table(replayTable(name, $0))] } ?? [])
        + (card.backtest.map { [Block.table(backtestTable(name, $0))] } ?? [])
      blocks.append(.folded("By week and weekday: \(name)", details))
    }
    return Section(
      anchor: "forecast-quality", title: "How good the forecast is",
      lead:
        "Each model forecast its own past, from what was known at the time, beside the seasonal naive forecast: the last like weekday.",
      blocks: blocks)
  }

  private static let scoreColumns: [Table.Column] = [
    .number("Days"), .number("WAPE"), .number("Naive WAPE"), .number("sMAPE"), .number("MASE"),
    .number("Naive MASE"), .number("Quantile loss"), .number("Inside 80 %"),
    .number("Inside 95 %"),
  ]

  private func scores(_ name: String, _ group: ForecastBacktest.Group) -> [Table.Cell] {
    func percent(_ share: Double?) -> Table.Cell {
      share.map { .init(Show.percent($0, 1)) } ?? .init("—", .quiet)
    }
    func ratio(_ value: Double?) -> Table.Cell {
      value.map { .init(Show.decimal($0, 2)) } ?? .init("—", .quiet)
    }
    return [
      .init(name), .init(Show.count(group.model.count)), percent(group.model.wape),
      percent(group.naive.wape), percent(group.model.smape), ratio(group.model.mase),
      ratio(group.naive.mase), percent(group.model.weightedQuantileLoss),
      percent(group.model.coverage80), percent(group.model.coverage95),
    ]
  }

  private func scoresTable(_ tested: [(name: String, backtest: ForecastBacktest)]) -> Table {
    Table(
      caption: "Days forecast ahead, over every origin",
      columns: [.text("Cause")] + ReportContent.scoreColumns,
      rows: tested.map { scores($0.name, $0.backtest.all) },
      note:
        "WAPE: absolute error ÷ volume. MASE: absolute error ÷ that of the naive forecast within the history. Of 100 days about 80 and 95 should lie inside the ranges of that name."
    )
  }

  private func backtestTable(_ name: String, _ backtest: ForecastBacktest) -> Table {
    let groups = [backtest.all] + backtest.byHorizon + backtest.byWeekday
    return Table(
      caption:
        "\(name): days forecast up to \(backtest.horizonDays) days ahead from \(Show.plural(backtest.origins.count, "origin", "origins"))",
      columns: [.text("Part")] + ReportContent.scoreColumns,
      rows: groups.map { scores($0.name, $0) }, highlighted: 0,
      note: "Week 1 is the first week after what was known.")
  }

  private func replayWords(_ replay: ForecastReplay) -> Prose {
    let peak = replay.peak
    let band = peak.forecast
    let place =
      peak.seen < band.lower80
      ? "below the range" : peak.seen > band.upper80 ? "above the range" : "inside the range"
    return
      "\(strong: "The last peak, replayed.") On \(Show.date(replay.knownThrough)), \(Show.plural(replay.leadDays, "day", "days")) before the four weeks from \(Show.date(band.start)), the same model would have said \(Show.count(band.mean)) items with 80 % between \(Show.count(band.lower80)) and \(Show.count(band.upper80)). \(Show.count(peak.seen)) came: \(place). The naive forecast was \(Show.count(peak.naive))."
  }

  private func replayTable(_ name: String, _ replay: ForecastReplay) -> Table {
    Table(
      caption:
        "\(name): the last peak as forecast \(replay.leadDays) days before, beside what came",
      columns: [
        .text("Week of"), .number("Came"), .number("Forecast, 80 % of futures"),
        .number("Seasonal naive"),
      ],
      rows: replay.weeks.map { week in
        [
          .init(Show.date(week.forecast.start)), .init(Show.count(week.seen)),
          .init(
            "\(strong: Show.count(week.forecast.mean)) \(Show.count(week.forecast.lower80))–\(Show.count(week.forecast.upper80))",
            .folding), .init(Show.count(week.naive)),
        ]
      })
  }
}

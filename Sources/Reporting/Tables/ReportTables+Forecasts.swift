import Results

/// How good the forecasts are, as tables.
extension ReportTables {
  /// Measures of each model on its own past.
  var forecastBacktest: CSVTable {
    CSVTable(
      name: "forecast_backtest", rowMeaning: "a part of the days on which a model was tried",
      columns: [
        .init("queue", "text", "name"), .init("driver", "text", "name"),
        .init("model", "text", "name"),
        .init("part", "text", "all days, a week ahead or a weekday"),
        .init("days", "days", "days judged"),
        .init("wape", "share", "absolute error / volume"),
        .init("smape", "share", "mean symmetric absolute percentage error"),
        .init("mase", "ratio", "absolute error / that of the naive forecast in the history"),
        .init("weighted_quantile_loss", "share", "at .05 .1 .25 .5 .75 .9 .95"),
        .init("coverage80", "share", "days inside the 80 % interval"),
        .init("coverage95", "share", "days inside the 95 % interval"),
        .init("naive_wape", "share", "of the seasonal naive forecast"),
        .init("naive_smape", "share", "of the seasonal naive forecast"),
        .init("naive_mase", "ratio", "of the seasonal naive forecast"),
      ],
      rows: result.forecast.queues.flatMap { queue in
        queue.models.flatMap { card -> [[CSVTable.Cell]] in
          guard let backtest = card.backtest else { return [] }
          return ([backtest.all] + backtest.byHorizon + backtest.byWeekday).map { group in
            [
              .text(queue.queue), .text(card.driver), .text(card.model), .text(group.name),
              .integer(group.model.count), number(group.model.wape), number(group.model.smape),
              number(group.model.mase), number(group.model.weightedQuantileLoss),
              number(group.model.coverage80), number(group.model.coverage95),
              number(group.naive.wape), number(group.naive.smape), number(group.naive.mase),
            ]
          }
        }
      })
  }

  /// The last peaks as they would have been forecast, beside what came.
  var forecastReplay: CSVTable {
    CSVTable(
      name: "forecast_replay", rowMeaning: "a week of the last peak, as forecast at the decision",
      columns: [
        .init("queue", "text", "name"), .init("driver", "text", "name"),
        .init("known_through", "date", "last day that was known"),
        .init("week", "date", "first day of the week"),
        .init("seen", "items", "what came on recorded days"),
        .init("mean", "items", "forecast of the same days"),
        .init("lower80", "items", "10th percentile"), .init("upper80", "items", "90th percentile"),
        .init("lower95", "items", "2.5th percentile"),
        .init("upper95", "items", "97.5th percentile"),
        .init("naive", "items", "seasonal naive forecast of the same days"),
      ],
      rows: result.forecast.queues.flatMap { queue in
        queue.models.flatMap { card -> [[CSVTable.Cell]] in
          guard let replay = card.replay else { return [] }
          return replay.weeks.map { week in
            let band = week.forecast
            return [
              .text(queue.queue), .text(card.driver), .text(replay.knownThrough.description),
              .text(band.start.description), .number(week.seen), .number(band.mean),
              .number(band.lower80), .number(band.upper80), .number(band.lower95),
              .number(band.upper95), .number(week.naive),
            ]
          }
        }
      })
  }

  private func number(_ value: Double?) -> CSVTable.Cell { value.map { .number($0) } ?? .missing }
}

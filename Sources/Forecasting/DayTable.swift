/// The days that a fit may learn from, laid out column by column.
struct DayTable {
  /// Place of each day in the history.
  private(set) var indices: [Int] = []
  /// Items of each day.
  private(set) var items: [Double] = []
  /// Logarithm of the members behind each day's items.
  var logExposure: [Double] = []
  /// Variance of the logarithm with which a day's items are known beside their count noise; mostly zero.
  private(set) var noise: [Double] = []
  /// Level of each day.
  private(set) var levels: [Int] = []
  /// Dense columns of the entries, ascending within a day.
  private(set) var columns: [Int] = []
  /// Values of the entries.
  private(set) var values: [Double] = []
  /// Whether each entry acts as log(1 + effect × value).
  private(set) var isShare: [Bool] = []
  /// The number of dense columns.
  let dense: Int
  /// Variance of a day's items over their mean by chance alone.
  let countVariance: Double
  private var ends: [Int] = [0]

  /// Makes an empty table.
  init(dense: Int, countVariance: Double = 1) {
    (self.dense, self.countVariance) = (dense, countVariance)
  }

  /// The number of days.
  var count: Int { items.count }

  /// Places of a day's entries in `columns`, `values` and `isShare`.
  func entries(_ day: Int) -> Range<Int> { ends[day]..<ends[day + 1] }

  /// Adds a day.
  ///
  /// - Parameters:
  ///   - index: Its place in the history.
  ///   - value: Its items.
  ///   - logExposure: The logarithm of its members.
  ///   - entries: Its columns; the level comes first.
  ///   - levels: Columns before the dense ones.
  ///   - noise: Variance of the logarithm with which the items are known.
  mutating func append(
    index: Int, value: Double, logExposure: Double, entries: [DayFeatures.Entry],
    levels: Int, noise: Double = 0
  ) {
    indices.append(index)
    items.append(value)
    self.logExposure.append(logExposure)
    self.noise.append(noise)
    self.levels.append(entries[0].column)
    for entry in entries.dropFirst().sorted(by: { $0.column < $1.column }) {
      columns.append(entry.column - levels)
      values.append(entry.value)
      isShare.append(entry.isShare)
    }
    ends.append(columns.count)
  }

  /// The table without some days.
  func without(_ away: Set<Int>) -> DayTable {
    var kept = DayTable(dense: dense, countVariance: countVariance)
    for day in 0..<count where !away.contains(day) {
      kept.indices.append(indices[day])
      kept.items.append(items[day])
      kept.logExposure.append(logExposure[day])
      kept.noise.append(noise[day])
      kept.levels.append(levels[day])
      let own = entries(day)
      kept.columns += columns[own]
      kept.values += values[own]
      kept.isShare += isShare[own]
      kept.ends.append(kept.columns.count)
    }
    return kept
  }
}

import Quantities

/// Members by day, split by how long they have been there, as columns of a regression.
///
/// Multiples of the rate are straight lines between points of tenure, nothing before the first and level after
/// the last, as the tenure curve of a spec; so the regression estimates that curve itself.
public struct TenureColumns: Sendable {
  /// Days since the effective date, ascending; negative before it.
  ///
  /// The last stands for all long-standing members.
  public let points: [Double]
  /// For each point, the members that count at it on each day.
  public let members: [[Double]]

  /// Splits members by tenure.
  ///
  /// - Parameters:
  ///   - points: Days since the effective date, ascending; at least one.
  ///   - start: The first day.
  ///   - members: Members by day, all tenures together, `>= 0`.
  ///   - joined: Effective dates with how many members joined; also before the first day.
  /// - Complexity: O(days × joined).
  public init(
    points: [Double], start: LocalDate, members: [Double],
    joined: [(date: LocalDate, count: Double)]
  ) {
    precondition(!points.isEmpty, "a tenure curve without a point")
    self.points = points
    var columns = points.map { _ in Array(repeating: 0.0, count: members.count) }
    let last = points.count - 1
    for day in members.indices {
      var standing = members[day]
      for cohort in joined {
        let tenure = Double(start + day - cohort.date)
        if tenure >= 0 { standing -= cohort.count }
        for (point, weight) in Self.weights(tenure, points) {
          columns[point][day] += weight * cohort.count
        }
      }
      // Those who leave are taken from the long-standing members.
      columns[last][day] = max(0, columns[last][day] + standing)
    }
    self.members = columns
  }

  /// The points between which a tenure lies, with their weights.
  private static func weights(
    _ tenure: Double, _ points: [Double]
  ) -> [(point: Int, weight: Double)] {
    guard tenure >= points[0] else { return [] }
    guard let next = points.firstIndex(where: { $0 > tenure }) else {
      return [(points.count - 1, 1)]
    }
    let share = (tenure - points[next - 1]) / (points[next] - points[next - 1])
    return [(next - 1, 1 - share), (next, share)]
  }
}

import Foundation

/// Computes a chat queue exactly when each chat goes to the agent with the fewest open and stays there.
///
/// The chain counts the agents by how many chats they have open, and the queue when all are full. Arrivals move it
/// one level of open chats up, completions one down, so it is solved by block elimination from the fullest level
/// down to the empty one, without subtraction in the blocks.
///
///     let chat = try chatJoinShortestQueue(
///       load: ChatLoad(arrivalRate: 0.9, handleTimes: [5, 7, 10], abandonmentRate: 0.2), agents: 3, within: 0)
///     // chat.queue.pAbandon == 0.1173
///
/// - Parameters:
///   - load: The chat work, in one time unit.
///   - agents: Agents on chat, `>= 1`; agents and concurrency so few that no level has more than 600 states.
///   - within: Service-level threshold, finite, `>= 0`.
/// - Returns: The queue and what the agents have open; relative error about 1e-10.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when patience is endless and full agents finish too
///   few; ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain or the chain is
///   too large.
/// - Complexity: O(levels × states per level³).
public func chatJoinShortestQueue(
  load: ChatLoad, agents: Int, within: Double
) throws(QueueingError) -> ChatResult {
  // The balanced model has the same domain; it checks the arguments.
  let balanced = try chatBalanced(load: load, agents: agents, within: within)
  guard load.arrivalRate > 0 else { return balanced }
  guard agents >= 1 else {
    throw .invalid(parameter: "agents", value: "\(agents)", expected: "1 or more")
  }
  guard let chain = JoinShortestQueueChain(load: load, agents: agents) else {
    throw .invalid(
      parameter: "agents and concurrency", value: "\(agents) and \(load.concurrency)",
      expected: "few enough for an exact chain (at most 600 states a level);"
        + " use the balanced model")
  }
  let state = chain.state
  return ChatResult(
    queue: ErlangAResult(
      state, speedOfAnswer: state.speedOfAnswer, at: state.threshold(within),
      occupancy: chain.agentBusy),
    agentBusy: chain.agentBusy, chatsPerAgent: chain.chatsPerAgent)
}

/// The exact chain, level by level of open chats.
struct JoinShortestQueueChain {
  let state: ErlangASteadyState
  let agentBusy: Double
  let chatsPerAgent: Double

  /// Nil when a level has more than 600 states.
  init?(load: ChatLoad, agents: Int) {
    let limit = load.concurrency
    let places = agents * limit
    guard places <= 20_000 else { return nil }
    // States of each level: how many agents have 0, 1, … chats open.
    var levels: [[[Int]]] = [[[agents] + Array(repeating: 0, count: limit)]]
    var indices: [[[Int]: Int]] = [[levels[0][0]: 0]]
    for _ in 0..<places {
      var states: [[Int]] = []
      var index: [[Int]: Int] = [:]
      for from in levels[levels.count - 1] {
        for open in 0..<limit where from[open] > 0 {
          var to = from
          to[open] -= 1
          to[open + 1] += 1
          if index[to] == nil {
            index[to] = states.count
            states.append(to)
          }
        }
      }
      guard states.count <= 600 else { return nil }
      levels.append(states)
      indices.append(index)
    }
    // Down from the fullest level: rate matrices R with π(level + 1) = π(level) R.
    // The fullest level with its queue is one state whose queue part returns to itself.
    var rates: [[[Double]]] = []
    var diagonal: [[Double]] = []  // S of the level above, negated, as a full matrix
    for level in stride(from: places - 1, through: 0, by: -1) {
      let above = level + 1
      let size = levels[above].count
      // Negated censored generator of the level above: outflow on the diagonal less what comes back from above it.
      var matrix = Array(repeating: Array(repeating: 0.0, count: size), count: size)
      for (row, from) in levels[above].enumerated() {
        var outflow = 0.0
        for open in 1...limit where from[open] > 0 {
          outflow += Double(from[open]) * load.completionRate(open: open)
        }
        matrix[row][row] = outflow
        if above < places {
          matrix[row][row] += load.arrivalRate
          // Up by one arrival, and back down by way of the levels above.
          guard let fewest = from.indices.first(where: { $0 < limit && from[$0] > 0 }) else {
            continue
          }
          var to = from
          to[fewest] -= 1
          to[fewest + 1] += 1
          guard let target = indices[above + 1][to] else { continue }
          for column in 0..<size {
            matrix[row][column] -= diagonal[target][column] * load.arrivalRate
          }
        }
      }
      // From the level above down to this one.
      var down = Array(
        repeating: Array(repeating: 0.0, count: levels[level].count), count: size)
      for (row, from) in levels[above].enumerated() {
        for open in 1...limit where from[open] > 0 {
          var to = from
          to[open] -= 1
          to[open - 1] += 1
          guard let target = indices[level][to] else { continue }
          down[row][target] += Double(from[open]) * load.completionRate(open: open)
        }
      }
      let inverse = Self.solve(matrix, [down, Self.identity(size)])
      // Where the process first returns to this level, from each state of the level above.
      diagonal = inverse[0]
      // R = (arrivals up) × (−S)⁻¹ of the level above.
      rates.append(
        levels[level].map { from in
          guard let fewest = from.indices.first(where: { $0 < limit && from[$0] > 0 }) else {
            return Array(repeating: 0, count: size)
          }
          var to = from
          to[fewest] -= 1
          to[fewest + 1] += 1
          guard let target = indices[above][to] else { return Array(repeating: 0, count: size) }
          return inverse[1][target].map { $0 * load.arrivalRate }
        })
    }
    rates.reverse()
    var weights = [1.0]
    var below = 0.0
    var busy = 0.0
    var chats = 0.0
    for level in 0..<places {
      for (index, weight) in weights.enumerated() {
        below += weight
        busy += weight * Double(agents - levels[level][index][0])
        chats += weight * Double(level)
      }
      var next = Array(repeating: 0.0, count: levels[level + 1].count)
      for (index, weight) in weights.enumerated() {
        for (target, rate) in rates[level][index].enumerated() { next[target] += weight * rate }
      }
      weights = next
      if below > 1e200 {
        weights = weights.map { $0 * 1e-200 }
        below *= 1e-200
        busy *= 1e-200
        chats *= 1e-200
      }
    }
    let full = Double(agents) * load.completionRate(open: limit)
    state = ErlangASteadyState(
      arrivalRate: load.arrivalRate, serviceRate: full / Double(places),
      abandonmentRate: load.abandonmentRate, agents: Double(places),
      drift: load.arrivalRate - full, idle: below / weights[0])
    agentBusy = busy / below * state.pIdle / Double(agents) + state.pWait
    chatsPerAgent = chats / below * state.pIdle / Double(agents) + state.pWait * Double(limit)
  }

  private static func identity(_ size: Int) -> [[Double]] {
    (0..<size).map { row in (0..<size).map { $0 == row ? 1 : 0 } }
  }

  /// Solves `matrix` × X = B for several B; the matrix is diagonally dominant, so no pivots are needed.
  private static func solve(_ matrix: [[Double]], _ rightSides: [[[Double]]]) -> [[[Double]]] {
    let size = matrix.count
    var left = matrix
    var right = rightSides
    for pivot in 0..<size {
      let inverse = 1 / left[pivot][pivot]
      for row in (pivot + 1)..<max(size, pivot + 1) where left[row][pivot] != 0 {
        let factor = left[row][pivot] * inverse
        for column in pivot..<size { left[row][column] -= factor * left[pivot][column] }
        for side in right.indices {
          for column in right[side][row].indices {
            right[side][row][column] -= factor * right[side][pivot][column]
          }
        }
      }
    }
    for pivot in stride(from: size - 1, through: 0, by: -1) {
      let inverse = 1 / left[pivot][pivot]
      for side in right.indices {
        for column in right[side][pivot].indices {
          var value = right[side][pivot][column]
          for other in (pivot + 1)..<max(size, pivot + 1) {
            value -= left[pivot][other] * right[side][other][column]
          }
          right[side][pivot][column] = value * inverse
        }
      }
    }
    return right
  }
}

/// A plain maximum flow by shortest augmenting paths, to check schedules against.
struct MaximumFlow {
  private var ends: [Int] = []
  private var room: [Double] = []
  private var edges: [[Int]]

  init(nodes: Int) { edges = Array(repeating: [], count: nodes) }

  mutating func connect(_ from: Int, _ to: Int, _ capacity: Double) {
    edges[from].append(ends.count)
    ends.append(to)
    room.append(capacity)
    edges[to].append(ends.count)
    ends.append(from)
    room.append(0)
  }

  mutating func flow(from source: Int, to sink: Int) -> Double {
    var total = 0.0
    while true {
      var reachedBy = Array(repeating: -1, count: edges.count)
      var queue = [source]
      var next = 0
      while next < queue.count, reachedBy[sink] < 0 {
        let node = queue[next]
        next += 1
        for edge in edges[node]
        where room[edge] > 1e-12 && ends[edge] != source && reachedBy[ends[edge]] < 0 {
          reachedBy[ends[edge]] = edge
          queue.append(ends[edge])
        }
      }
      guard reachedBy[sink] >= 0 else { return total }
      var amount = Double.infinity
      var node = sink
      while node != source {
        amount = min(amount, room[reachedBy[node]])
        node = ends[reachedBy[node] ^ 1]
      }
      node = sink
      while node != source {
        room[reachedBy[node]] -= amount
        room[reachedBy[node] ^ 1] += amount
        node = ends[reachedBy[node] ^ 1]
      }
      total += amount
    }
  }
}

//! The numbers of rows.

/// Increasing numbers: mostly all from the first to the last, which need no list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    first: usize,
    count: usize,
    /// All of them, once one is left out.
    list: Vec<usize>,
}

impl Numbers {
    /// Adds a number that is greater than those before it.
    #[inline]
    pub(crate) fn push(&mut self, number: usize) {
        if self.count == 0 {
            self.first = number;
        }
        if number != self.first + self.count || !self.list.is_empty() {
            self.push_beside(number);
        }
        self.count += 1;
    }

    #[cold]
    fn push_beside(&mut self, number: usize) {
        if self.list.is_empty() {
            self.list.extend(self.first..self.first + self.count);
        }
        self.list.push(number);
    }

    /// How many there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number at a place.
    #[inline]
    pub(crate) fn get(&self, place: usize) -> Option<usize> {
        match self.list.get(place) {
            Some(number) => Some(*number),
            None => (self.list.is_empty() && place < self.count).then(|| self.first + place),
        }
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.count).filter_map(|place| self.get(place))
    }

    /// The last one, and the others.
    pub(super) fn split_last(&self) -> Option<(usize, Numbers)> {
        let last = self.get(self.count.checked_sub(1)?)?;
        let list = self.list.split_last().map(|(_, others)| others.to_vec()).unwrap_or_default();
        Some((last, Numbers { first: self.first, count: self.count - 1, list }))
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn numbers_come_back_as_they_were_pushed() {
        for numbers in
            [vec![], vec![0], vec![7], vec![0, 1, 2], vec![4, 5, 6, 9, 10], vec![1, 3], vec![0, 2, 3, 4]]
        {
            let mut pushed = Numbers::default();
            numbers.iter().for_each(|number| pushed.push(*number));
            assert_eq!(pushed.iter().collect::<Vec<_>>(), numbers);
            assert_eq!((pushed.len(), pushed.is_empty()), (numbers.len(), numbers.is_empty()));
            assert_eq!(pushed.get(numbers.len()), None);
            let split = pushed.split_last().map(|(last, others)| (last, others.iter().collect::<Vec<_>>()));
            assert_eq!(split, numbers.split_last().map(|(last, others)| (*last, others.to_vec())));
        }
    }
}

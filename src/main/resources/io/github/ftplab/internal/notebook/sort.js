var button = event.target.closest('button');
if (button) {
  var head = button.parentNode, i = head.cellIndex, body = head.closest('table').tBodies[0];
  var order = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
  for (var each of head.parentNode.cells) each.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', order === 1 ? 'ascending' : 'descending');
  Array.from(body.rows).sort(function (a, b) {
    a = a.cells[i]; b = b.cells[i];
    return order * ('v' in a.dataset ? a.dataset.v - b.dataset.v : a.textContent.localeCompare(b.textContent));
  }).forEach(function (row) { body.appendChild(row); });
}

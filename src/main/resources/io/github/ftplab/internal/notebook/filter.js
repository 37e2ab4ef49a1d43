var wanted = this.value.toLowerCase();
for (var row of this.closest('table').tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);

var wanted = this.value.toLowerCase();
for (var row of this.closest('.ftplab').querySelector('tbody').rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);

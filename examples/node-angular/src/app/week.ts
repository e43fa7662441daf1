import { Component, inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';

@Component({
  selector: 'app-week',
  template: '<h1>Week {{ number }}</h1>',
})
export class Week {
  protected readonly number = inject(ActivatedRoute).snapshot.paramMap.get('number');
}
